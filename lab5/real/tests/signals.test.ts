import { join } from "node:path";
import { expect } from "chai";
import { loadStudentFileInNode } from "labcluster/loadStudentFileInNode";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import type { KVService, ServerConfig, StartReport } from "../../types";
import { FolderDisk } from "../disk/FolderDisk";
import { folderOfMiniRedis } from "../server/MiniRedisSettings";
import { LaunchedServers, type LaunchWay } from "./support/LaunchedServers";

const KEYS = ["a", "b", "c", "d", "e"];

/** Writes keys to every server, much less than a snapshot's interval before the end. */
async function fill(servers: LaunchedServers): Promise<void> {
  for (const end of servers.ends)
    for (const key of KEYS) {
      const { status } = await end.call("handle", { command: "SET", key, value: `value of ${key}` });
      expect(status).to.equal("success");
    }
}

interface ServerCode {
  readonly KVServer: new (config: ServerConfig) => KVService & {
    start(): Promise<StartReport>;
    stop(): Promise<void>;
  };
}

/** How many keys each server still has when it is started again on the same files, in this process: that is quicker. */
async function keysKept(way: LaunchWay, data: string): Promise<number[]> {
  const { KVServer } = loadStudentFileInNode("server", {
    submission: join(KIT_ROOT, "solutions", "lab5"),
    lab: join(KIT_ROOT, "lab5"),
  }) as ServerCode;
  const counts: number[] = [];
  for (let serverId = 1; serverId <= (way === "server" ? 1 : 3); serverId++) {
    const disk = new FolderDisk(folderOfMiniRedis({ data, serverId }));
    const intervals = { saveEveryMs: 10_000, sweepEveryMs: 5_000 };
    const server = new KVServer({ serverId, disk, log: false, ...intervals });
    const { kind } = await server.start();
    const found = await Promise.all(KEYS.map(async (key) => server.handle({ command: "GET", key })));
    await server.stop();
    await disk.close();
    counts.push(
      found.filter(
        ({ status, value }) =>
          kind === "restored" && status === "success" && value?.startsWith("value of") === true,
      ).length,
    );
  }
  return counts;
}

/** Ends servers in some way, and expects that they have lost nothing and left nothing. */
async function expectSaved(
  way: LaunchWay,
  through: "npm" | "node",
  end: (servers: LaunchedServers) => void | Promise<void>,
): Promise<string> {
  await using servers = await LaunchedServers.start(way, through);
  await fill(servers);
  await end(servers);
  await servers.ended();
  // A server may outlive the process that started it, while it saves.
  for (let i = 0; i < 100 && servers.locks().length > 0; i++)
    await new Promise((resolve) => setTimeout(resolve, 50));
  expect(servers.locks(), servers.output).to.deep.equal([]);
  expect(await keysKept(way, servers.data), servers.output).to.deep.equal(way === "server" ? [5] : [5, 5, 5]);
  return servers.output;
}

describe("lab 5: signals", function () {
  this.timeout(120_000);
  // Windows has none of these.
  if (process.platform === "win32") return;

  for (const way of ["server", "cluster"] as const)
    for (const signal of ["SIGTERM", "SIGHUP", "SIGINT"] as const)
      it(`${signal} to everybody loses nothing (${way})`, async () => {
        const output = await expectSaved(way, "node", (servers) => {
          servers.signal(signal);
        });
        expect(output)
          .to.match(/saved|stopping/)
          .and.not.match(/is lost/);
      });

  it("nor does Ctrl-\\, which a terminal sends, too", async () => {
    await expectSaved("cluster", "node", (servers) => {
      servers.signal("SIGQUIT");
    });
  });

  it("npm in between changes nothing", async () => {
    for (const signal of ["SIGTERM", "SIGHUP"] as const)
      await expectSaved("server", "npm", (servers) => {
        servers.signal(signal);
      });
    // As a supervisor does that knows of npm alone: npm's shell dies, and tells nobody.
    await expectSaved("server", "npm", (servers) => {
      servers.signalFirst("SIGTERM");
    });
  });

  it("a second and a third signal cut nothing short, whichever they are", async () => {
    const output = await expectSaved("cluster", "node", async (servers) => {
      servers.signal("SIGHUP");
      for (const signal of ["SIGTERM", "SIGINT", "SIGTERM", "SIGHUP"] as const) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        try {
          servers.signal(signal);
        } catch {
          // All have ended.
        }
      }
    });
    expect(output).not.to.match(/is lost/);
  });

  it("a server whose starter is killed with -9 saves what it has", async () => {
    for (const way of ["server", "cluster"] as const)
      await expectSaved(way, "node", (servers) => {
        servers.signalFirst("SIGKILL");
      });
  });
});

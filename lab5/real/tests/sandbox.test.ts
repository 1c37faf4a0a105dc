import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { probeBubblewrap } from "labrpc/isolation";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { until } from "toolkit/tests/until";
import { miniRedisServerCommand } from "../server/miniRedisServerCommand";
import { LaunchedServers } from "./support/LaunchedServers";

describe("lab 5 in a sandbox", function () {
  this.timeout(60_000);
  before(function () {
    if (probeBubblewrap().kind !== "works") this.skip();
  });

  it("saves at Ctrl-C in its own folder, and gives the folder back", async () => {
    await using servers = await LaunchedServers.start("cluster", "node", ["--sandbox", "--servers", "3"]);
    for (const end of servers.ends) await end.call("handle", { command: "SET", key: "k", value: "v" });
    servers.signal("SIGINT");
    expect(await servers.ended()).to.equal(0);
    expect(servers.output).to.contain("all nodes have ended in good order");
    for (const server of ["server1", "server2", "server3"])
      expect(readFileSync(join(servers.data, server, `kv_store_${server}.json`), "utf8")).to.contain(
        '["k","v",0]',
      );
    expect(servers.locks()).to.deep.equal([]);
  });

  it("lets no second server have the folder, behind walls or not", async () => {
    await using servers = await LaunchedServers.start("server", "node", ["--sandbox"]);
    for (const more of [["--sandbox"], []]) {
      const { code, out } = await serverIn(servers.data, more);
      expect(out).to.contain("to be used by no other server");
      expect(code).to.equal(2);
    }
    expect(await servers.ends[0]!.call("handle", { command: "GET", key: "none" })).to.be.an("object");
  });

  it("lets a server write files, but none with others' rights and none without end", async () => {
    const folder = mkdtempSync(join(tmpdir(), "lab5-"));
    const data = join(folder, "data");
    const file = join(data, "server1", "mine");
    const code = join(folder, "code");
    cpSync(join(KIT_ROOT, "solutions/lab5"), code, { recursive: true });
    const tries = [
      `fs.writeFileSync(${JSON.stringify(file)}, "x")`,
      `fs.chmodSync(${JSON.stringify(file)}, 0o755)`,
      `fs.chmodSync(${JSON.stringify(file)}, 0o6755)`,
      `fs.openSync(${JSON.stringify(`${file}2`)}, "w", 0o4755)`,
      `fs.truncateSync(${JSON.stringify(file)}, 5e8)`,
      `fs.truncateSync(${JSON.stringify(file)}, 5e9)`,
    ].map((one) => `(() => { try { ${one}; return "done"; } catch (error) { return error.code; } })()`);
    const server = readFileSync(join(code, "server.ts"), "utf8");
    writeFileSync(
      join(code, "server.ts"),
      `import * as fs from "node:fs";\nconsole.log("tried " + [${tries.join(", ")}].join(" "));\n${server}`,
    );
    const stop = new AbortController();
    try {
      const running = serverIn(data, ["--sandbox"], {
        signal: stop.signal,
        submission: ["--submission", code],
      });
      await until("the server", () => running.output().includes("listens on port"));
      expect(running.output()).to.match(/tried done done EPERM EPERM done EFBIG/);
      stop.abort();
      expect(await running.then(({ code: exit }) => exit)).to.equal(0);
    } finally {
      stop.abort();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("ends with the process that started it, however that ends", async () => {
    await using servers = await LaunchedServers.start("server", "node", ["--sandbox"]);
    await servers.ends[0]!.call("handle", { command: "SET", key: "k", value: "v" });
    servers.signalFirst("SIGKILL");
    await servers.ended();
    // Its lock is that of a process that is gone, so the folder is free.
    const again = new AbortController();
    const next = serverIn(servers.data, ["--sandbox"], { signal: again.signal });
    await until("the next server", () => next.output().includes("listens on port"));
    again.abort();
    expect(await next.then(({ code }) => code)).to.equal(0);
  });

  it("says what there must be, with exit code 2", async () => {
    const folder = mkdtempSync(join(tmpdir(), "lab5-"));
    const path = process.env.PATH;
    try {
      process.env.PATH = folder;
      const neither = await serverIn(folder, ["--sandbox"]);
      expect(neither.out).to.match(/expected nsenter for --sandbox, got none; install/);
      expect(neither.code).to.equal(2);
      writeFileSync(join(folder, "nsenter"), "#!/bin/sh\n", { mode: 0o755 });
      const one = await serverIn(folder, ["--sandbox"]);
      expect(one.out).to.match(/expected bubblewrap to work for --sandbox, got no bwrap; install/);
      expect(one.code).to.equal(2);
    } finally {
      process.env.PATH = path;
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

/** `npm run server lab5` in this process, on that folder. */
function serverIn(
  data: string,
  more: readonly string[],
  {
    signal,
    submission = ["--solution"],
  }: { readonly signal?: AbortSignal; readonly submission?: readonly string[] } = {},
): Promise<{ code: number; out: string }> & { output: () => string } {
  let out = "";
  const write = (text: string): void => void (out += text);
  const context: CommandContext = {
    root: KIT_ROOT,
    cwd: KIT_ROOT,
    print: write,
    printError: write,
    color: false,
    terminal: false,
    ...(signal === undefined ? {} : { signal }),
  };
  const ended = miniRedisServerCommand(["lab5", "1", "0", ...submission, "--data", data, ...more], context);
  return Object.assign(
    ended.then((code) => ({ code, out })),
    { output: () => out },
  );
}

import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo, type Server } from "node:net";
import { join } from "node:path";
import { expect } from "chai";
import { probeBubblewrap } from "labrpc/isolation";
import { CONFIGS, Folder, isAlive, pidsOf, ROOT, run, start, until } from "./support/runLab3";

type Requests = readonly { request_type: string; key?: string; value?: string; ms?: number }[];
const set = (key: string, value: string): Requests[number] => ({ request_type: "set", key, value });
const get = (key: string): Requests[number] => ({ request_type: "get", key });
const sleep = (ms: number): Requests[number] => ({ request_type: "sleep", ms });

/** Client i talks to server i; there are at least so many servers. */
function configuration(level: string, clients: readonly Requests[], servers = clients.length): object {
  return {
    num_servers: servers,
    consistency_level: level,
    clients: clients.map((requests, i) => ({ client_number: i, server_number: i, requests })),
  };
}

/** One of the document's configurations, on ports that are free: other tests may run beside these. */
function onFreePorts(folder: Folder, name: string): string {
  const read = JSON.parse(readFileSync(join(CONFIGS, name), "utf8")) as { port_number?: unknown };
  delete read.port_number;
  return folder.write(name, read);
}

/** A store of one's own: it answers at once, and tells nobody. */
const ALONE = `export class KVServer {
  private readonly values = new Map<string, string>();
  get({ key }: { key: string }) { return { value: this.values.get(key) ?? "" }; }
  set({ key, value }: { key: string; value: string }) { this.values.set(key, value); }
}`;

/** A submission with this server and the solution's clerk. */
function submission(folder: Folder, server: string): string {
  const path = join(folder.path, "lab3");
  mkdirSync(path);
  folder.write("lab3/server.ts", server);
  folder.write("lab3/client.ts", readFileSync(join(ROOT, "solutions/lab3/client.ts"), "utf8"));
  return path;
}

function expectNobodyLeft(pids: ReadonlyMap<string, number>, processes: number): void {
  expect(pids.size).to.equal(processes);
  expect([...pids].filter(([, pid]) => isAlive(pid)).map(([name]) => name)).to.deep.equal([]);
}

async function taken(): Promise<{ port: number; server: Server }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { port: (server.address() as AddressInfo).port, server };
}

describe("lab 3's real system", () => {
  let folder: Folder;
  beforeEach(() => (folder = new Folder()));
  afterEach(() => folder[Symbol.dispose]());

  it("runs behind walls, servers and clients in one network", async function () {
    this.timeout(30_000);
    if (probeBubblewrap().kind !== "works") this.skip();
    const { exitCode, output, pids } = await run("run", [
      onFreePorts(folder, "t2.json"),
      "--solution",
      "--sandbox",
    ]);
    expect(exitCode, output).to.equal(0);
    expect(output).to.contain("✓ linearizable");
    expectNobodyLeft(pids, 4);
  });

  for (const [name, processes, verdict] of [
    ["t1-1.json", 6, "✓ linearizable"],
    ["t4.json", 8, "✓ converged"],
  ] as const) {
    it(`runs ${name}`, async () => {
      const { exitCode, output, pids } = await run("run", [onFreePorts(folder, name), "--solution"]);
      expect(output).to.contain(verdict);
      expect(exitCode).to.equal(0);
      expectNobodyLeft(pids, processes);
    });
  }

  it("runs t2's story: each client reads what the other one set", async () => {
    const { exitCode, output, pids } = await run("run", [onFreePorts(folder, "t2.json"), "--solution"]);
    expect(output).to.contain("✓ linearizable");
    expect(exitCode).to.equal(0);
    expectNobodyLeft(pids, 4);
    expect(output).to.match(/client-0 +server-0 +get b → "20"/);
    expect(output).to.match(/client-1 +server-1 +get a → "10"/);
  });

  it("runs t3: both readers see one order", async () => {
    const { exitCode, output } = await run("run", [onFreePorts(folder, "t3.json"), "--solution"]);
    expect(output).to.contain("✓ sequentially consistent");
    expect(exitCode).to.equal(0);
  });

  it("writes a report, and counts messages", async () => {
    const json = join(folder.path, "report.json");
    const config = folder.write("two.json", configuration("linearizable", [[set("a", "1"), get("a")], []]));
    const { exitCode } = await run("run", [config, "--solution", "--json", json]);
    expect(exitCode).to.equal(0);
    const report = JSON.parse(readFileSync(json, "utf8")) as {
      level: string;
      cost: { calls: number; messagesPerCall: number };
      judgement: { kind: string };
      problems: string[];
    };
    // One broadcast and one acknowledgement for each of the two calls.
    expect(report).to.deep.include({ level: "linearizable", problems: [] });
    expect(report.cost).to.include({ calls: 2, messagesPerCall: 2 });
    expect(report.judgement.kind).to.equal("kept");
  });

  it("uses the ports of its configuration, and says which one is taken", async () => {
    const [one, two] = [await taken(), await taken()];
    two.server.close();
    const config = {
      ...configuration("eventual", [[set("a", "1")]]),
      port_number: { "0": [two.port, one.port, 1] },
    };
    const blocked = await run("run", [folder.write("ports.json", config), "--solution"]);
    expect(blocked.exitCode).to.equal(2);
    expect(blocked.output).to.contain(`expected port ${String(one.port)} to be free for server-0`);
    expect(blocked.output).to.contain('choose others in "port_number"');
    await new Promise((resolve) => one.server.close(resolve));
    const free = await run("run", [folder.write("ports.json", config), "--solution"]);
    expect(free.output).to.contain(`requests at port ${String(two.port)}, broadcasts at ${String(one.port)}`);
    expect(free.exitCode).to.equal(0);
  });

  it("finds a store that reads what is old under linearizability", async () => {
    const clients = [[set("a", "1")], [sleep(600), get("a")]];
    const config = folder.write("old.json", configuration("linearizable", clients));
    const { exitCode, output } = await run("run", [config, "--submission", submission(folder, ALONE)]);
    expect(output).to.contain("✗ not linearizable").and.to.contain('client-1\'s get("a")');
    expect(exitCode).to.equal(1);
  });

  it("finds a store that does not converge", async () => {
    const config = folder.write("apart.json", configuration("eventual", [[set("a", "1")], [set("a", "2")]]));
    const { exitCode, output } = await run("run", [config, "--submission", submission(folder, ALONE)]);
    expect(output).to.contain("✗ not converged");
    expect(exitCode).to.equal(1);
  });

  it("says where student code threw", async () => {
    const broken = `export class KVServer { get() { throw new TypeError("oh"); } }`;
    const config = folder.write("throws.json", configuration("eventual", [[get("a")]]));
    const { exitCode, output } = await run("run", [config, "--submission", submission(folder, broken)]);
    expect(output).to.match(/server-0 +get threw TypeError: oh, at server\.ts:1/);
    expect(output).to.contain("client-0 stopped at server-0: RemoteError");
    expect(exitCode).to.equal(1);
  });

  it("reports a server that is killed, and does not hang", async () => {
    const clients = [[set("a", "1"), sleep(600), set("a", "2"), get("a")], []];
    const config = folder.write("killed.json", configuration("sequential", clients));
    const running = start("run", [config, "--solution", "--timeout", "300"]);
    await until("a first answer", () => running.output().includes('set a = "1"'));
    process.kill(running.pids().get("server-1")!, "SIGKILL");
    expect(await running.exitCode).to.equal(1);
    expect(running.output()).to.contain("✗ server-1 has ended: killed by SIGKILL");
    expect(running.output()).to.contain("client-0 stopped at server-0: TimeoutError: no answer to set");
    expect(running.output()).to.contain("not known, since not all servers told");
    expectNobodyLeft(running.pids(), 4);
  });

  it("does not call an eventual store converged when a server is gone", async () => {
    const clients = [[set("a", "1"), sleep(600)], []];
    const config = folder.write("gone.json", configuration("eventual", clients));
    const running = start("run", [config, "--solution"]);
    await until("a first answer", () => running.output().includes('set a = "1"'));
    process.kill(running.pids().get("server-1")!, "SIGKILL");
    expect(await running.exitCode).to.equal(1);
    expect(running.output()).to.contain("? not decided: nobody knows what server-1 held");
  });

  it("reports a client that is killed, and lets the others go on", async () => {
    const clients = [
      [set("a", "1"), sleep(30_000), get("a")],
      [sleep(500), get("a")],
    ];
    const config = folder.write("client.json", configuration("linearizable", clients));
    const running = start("run", [config, "--solution"]);
    await until("a first answer", () => running.output().includes('set a = "1"'));
    process.kill(running.pids().get("client-0")!, "SIGKILL");
    expect(await running.exitCode).to.equal(1);
    expect(running.output()).to.contain("✗ client-0 has ended: killed by SIGKILL");
    expect(running.output()).to.contain("client-0's process ended before its work did (1 of 3 requests done");
    expect(running.output()).to.match(/client-1 +server-1 +get a → "1"/);
    expect(running.output()).to.contain("✓ linearizable");
    expectNobodyLeft(running.pids(), 4);
  });

  it("ends a client of which nothing is heard", async function () {
    if (process.platform === "win32") this.skip();
    const config = folder.write(
      "stopped.json",
      configuration("eventual", [[set("a", "1"), sleep(500), get("a")]]),
    );
    const running = start("run", [config, "--solution", "--timeout", "100"]);
    await until("a first answer", () => running.output().includes('set a = "1"'));
    process.kill(running.pids().get("client-0")!, "SIGSTOP");
    expect(await running.exitCode).to.equal(1);
    expect(running.output()).to.contain("client-0 was ended: nothing was heard of it for 0.9 s");
    expectNobodyLeft(running.pids(), 2);
  });

  it("leaves no process behind after Ctrl-C, or when it is killed", async () => {
    const config = folder.write("long.json", configuration("sequential", [[sleep(30_000)], []]));
    await Promise.all(
      (["SIGINT", "SIGKILL"] as const).map(async (signal) => {
        const child = spawn(process.execPath, ["lab3/real/run.js", "run", config, "--solution"], {
          cwd: ROOT,
          env: { ...process.env, NODE_V8_COVERAGE: "" },
        });
        let output = "";
        child.stdout.on("data", (text: Buffer) => (output += text.toString()));
        await until("four processes", () => pidsOf(output).size === 4);
        child.kill(signal);
        const code = await new Promise((resolve) => child.once("exit", resolve));
        expect(code).to.equal(signal === "SIGINT" ? 2 : null);
        await until("their end", () => ![...pidsOf(output).values()].some(isAlive));
      }),
    );
  });

  it("says that a stub is not written yet", async () => {
    const config = folder.write("stub.json", configuration("eventual", [[get("a")]]));
    const { exitCode, output } = await run("run", [config, "--submission", join(ROOT, "lab3")]);
    expect(output).to.contain("NotImplemented: Clerk.get(a) is not implemented yet");
    expect(output).to.contain("? not decided: no client has come to its end").and.not.to.contain("✓");
    expect(exitCode).to.equal(1);
  });

  it("compares the levels: a table and plots", async () => {
    const files = ["comparison.png", "comparison.svg"].map((name) => join(ROOT, "reports/lab3", name));
    for (const file of files) rmSync(file, { force: true });
    const { exitCode, output } = await run("compare", ["--solution", "--calls", "20", "--warm-up", "10"]);
    expect(output).to.match(/linearizable │ +60 │(?: +\d+\.\d\d │){7} +6\.00 │ ✓ kept/);
    expect(output).to.match(/sequential +│ +60 │(?: +\d+\.\d\d │){7} +3\.00 │ ✓ kept/);
    expect(output).to.match(/eventual +│ +60 │(?: +\d+\.\d\d │){7} +1\.00 │ ✓ kept/);
    expect(exitCode, output).to.equal(0);
    expect(files.every((file) => existsSync(file))).to.equal(true);
    expect(readFileSync(files[0]!).subarray(1, 4).toString()).to.equal("PNG");
    const plot = readFileSync(files[1]!, "utf8");
    expect(plot).to.contain("messages per call");
    expect(plot).to.contain("3 servers and 3 clients as processes of one machine, no delay added");
    expect(plot).to.contain("30 gets and 30 sets");
    for (const value of ["6.00", "3.00", "1.00"])
      expect(plot, "above its bar").to.contain(`>${value}</text>`);
  });
});

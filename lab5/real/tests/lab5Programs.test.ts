import { spawn, type ChildProcess } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { until } from "toolkit/tests/until";
import { TcpEnd } from "../tcp/TcpEnd";
import { RealServers } from "./support/RealServers";

const RUN = join(__dirname, "..", "run.js");

/** A program that runs until it is told to end. */
interface Running {
  readonly child: ChildProcess;
  readonly text: () => string;
  readonly ended: Promise<number | null>;
}

function start(...args: readonly string[]): Running {
  const child = spawn(process.execPath, [RUN, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_V8_COVERAGE: "" },
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (part: string) => (text += part));
  return { child, text: () => text, ended: new Promise((resolve) => child.on("close", resolve)) };
}

/** Waits until a program has printed a text. */
async function printed({ child, text }: Running, pattern: RegExp): Promise<RegExpExecArray> {
  for (;;) {
    const found = pattern.exec(text());
    if (found !== null) return found;
    if (child.exitCode !== null) throw new Error(`expected ${String(pattern)}, got ${text()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe("lab 5: npm run server, npm run dashboard", () => {
  let data: string;
  const running: Running[] = [];
  beforeEach(() => {
    data = mkdtempSync(join(tmpdir(), "lab5-"));
  });
  afterEach(async () => {
    for (const { child } of running) child.kill("SIGKILL");
    await Promise.all(running.splice(0).map(({ ended }) => ended));
    // A server whose starter was killed saves, and holds its lock until then.
    await until("the last server's end", () => !readdirSync(data).some((name) => name.includes(".lock.")));
    rmSync(data, { recursive: true, force: true });
  });

  function run(...args: readonly string[]): Running {
    const program = start(...args);
    running.push(program);
    return program;
  }

  function server(...args: readonly string[]): Running {
    return run("server", "lab5", ...args, "--solution", "--data", data);
  }

  async function portOf(program: Running): Promise<number> {
    return Number((await printed(program, /listens on port (\d+)/))[1]);
  }

  it("saves at Ctrl-C, restores at the next start, and shares its files with nobody", async () => {
    const first = server("3", "0");
    const end = new TcpEnd({ host: "localhost", port: await portOf(first) });
    await end.call("handle", { command: "SET", key: "k", value: "v" });
    expect(first.text()).to.include("nothing to restore");
    const second = server("3", "0");
    expect(await second.ended).to.equal(2);
    expect(second.text()).to.match(/process \d+ uses it; stop that one/);
    first.child.kill("SIGINT");
    expect(await first.ended, first.text()).to.equal(0);
    end.close();
    expect(readdirSync(data)).to.deep.equal(["server3"]);
    expect(readFileSync(join(data, "server3", "kv_store_server3.json"), "utf8")).to.include('"k"');
    const third = server("3", "0");
    await printed(third, /listens on port \d+; 1 key restored/);
  });

  it("says that a file is corrupt, uses nothing of it, and keeps it", async () => {
    const first = server("1", "0");
    await portOf(first);
    first.child.kill("SIGTERM");
    expect(await first.ended, first.text()).to.equal(0);
    const file = join(data, "server1", "kv_store_server1.json");
    writeFileSync(file, readFileSync(file, "utf8").slice(0, -3));
    const second = server("1", "0");
    await printed(second, /kv_store_server1\.json in .* is corrupt and was not used/);
    expect(readdirSync(join(data, "server1"))).to.include("kv_store_server1.json.corrupt");
  });

  it("ends within seconds, even when the student's code is in a loop, and does not say that it saved", async () => {
    const code = join(data, "code");
    cpSync(join(KIT_ROOT, "solutions", "lab5"), code, { recursive: true });
    const file = join(code, "server.ts");
    const text = readFileSync(file, "utf8");
    const looping = text.replace(/handle\(request[^{]*\{/, "$&\n    for (;;);");
    expect(looping).to.not.equal(text);
    writeFileSync(file, looping);
    const program = run("server", "lab5", "1", "0", "--submission", code, "--data", join(data, "kept"));
    const end = new TcpEnd({ host: "localhost", port: await portOf(program) });
    const lost = end.call("handle", { command: "GET", key: "k" }).catch((error: unknown) => String(error));
    await new Promise((resolve) => setTimeout(resolve, 200));
    program.child.kill("SIGINT");
    await printed(program, /stopping; this takes 20 s at most/);
    expect(await program.ended).to.equal(1);
    expect(program.text())
      .to.include("not all is saved: killed by SIGKILL")
      .and.not.include("saved, and stopped");
    expect(await lost).to.include("TimeoutError");
    end.close();
  });

  it("says where code fails that does not start, and that a folder is none", async () => {
    const skeleton = run("server", "lab5", "1", "0", "--submission", join(KIT_ROOT, "lab5"), "--data", data);
    expect(await skeleton.ended).to.equal(2);
    expect(skeleton.text()).to.match(
      /^server1 did not start: NotImplemented: .*not implemented yet\n {4}at server\.ts:\d+:\d+\n$/,
    );
    const file = join(data, "file");
    writeFileSync(file, "");
    const nowhere = run("server", "lab5", "1", "0", "--solution", "--data", file);
    expect(await nowhere.ended).to.equal(2);
    expect(nowhere.text()).to.match(/^server1 did not start: expected a folder for data at .*\n$/);
    if (process.platform !== "linux") return;
    // Where the system takes no folder.
    const inProc = run("server", "lab5", "1", "0", "--solution", "--data", "/proc/x");
    expect(await inProc.ended).to.equal(2);
    expect(inProc.text()).to.match(
      /^server1 did not start: expected a folder .*; choose another with --data\n$/,
    );
  });

  it("refuses a port that is taken, numbers that are none, and another lab, with exit code 2", async () => {
    await using servers = await RealServers.start();
    const port = String(servers.port());
    for (const [program, expected] of [
      [server("1", port), `expected port ${port} to be free for server1, got EADDRINUSE`],
      [server("0", "7001"), "expected a whole number from 1"],
      [server("1", "70000"), "port: expected a whole number from"],
      [server("1", "0", "--save-every", "99999999999"), "--save-every: expected"],
      [server("1"), "missing required argument 'port'"],
      [run("server", "lab5", "1", "0", "--solution", "--data", ""), '--data: expected a folder, got ""'],
      [run("server", "lab2", "1", "0"), 'expected lab5, the lab that has this program, got "lab2"'],
      [run("dashboard", "lab5", "--port", port), `expected port ${port} to be free, got EADDRINUSE`],
      [
        run("client", "lab5", "--servers", "nowhere"),
        "expected places such as localhost:7001,localhost:7002",
      ],
    ] as const) {
      expect(await program.ended, program.text()).to.equal(2);
      expect(program.text()).to.include(expected);
    }
  });

  it("the dashboard serves its page until Ctrl-C", async () => {
    const dashboard = run("dashboard", "lab5", "--port", "0");
    const [, address = ""] = await printed(dashboard, /at (http:\/\/localhost:\d+)/);
    expect(await (await fetch(address)).text()).to.include("<title>Key/value servers</title>");
    dashboard.child.kill("SIGINT");
    expect(await dashboard.ended).to.equal(0);
  });
});

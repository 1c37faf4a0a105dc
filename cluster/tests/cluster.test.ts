import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PassThrough } from "node:stream";
import { expect } from "chai";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { Cluster } from "../src/processes/Cluster";
import type { ClusterPlan } from "../src/plan/ClusterPlan";
import { obeyClusterConsole } from "../src/command/obeyClusterConsole";
import { runCluster } from "../src/command/runCluster";
import { isRunning } from "toolkit/tests/isRunning";
import { until } from "toolkit/tests/until";

const ROOT = join(__dirname, "../..");

/** Nodes that do nothing but listen. */
function plan(port = 0, how = "listen"): ClusterPlan {
  return {
    program: join(__dirname, "fixtures/plainNode.ts"),
    nodes: ["one", "two"].map((name, index) => ({
      name,
      port: port === 0 ? 0 : port + index,
      walls: { code: __dirname },
      knows: name === "one" ? ["two"] : [],
      env: (known) => ({
        HOW: name === "two" ? how : "listen",
        KNOWN: [...known.values()].map(({ port }) => port).join(),
        NODE_V8_COVERAGE: "",
      }),
    })),
    answers: () => Promise.resolve(true),
    show: ({ port }) => String(port),
  };
}

async function rejection(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("expected a rejection");
}

async function taken(): Promise<{ port: number; server: Server }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { port: (server.address() as AddressInfo).port, server };
}

describe("a cluster", () => {
  it("tells a node the addresses that it must know", async () => {
    const lines: string[] = [];
    await using cluster = await Cluster.start(plan(), {
      onLine: (node, line) => lines.push(`${node}: ${line}`),
    });
    await until("a line", () => lines.length > 0);
    expect(lines).to.deep.equal([`one: knows ${String(cluster.address("two").port)}`]);
  });

  it("starts a node again at its old address", async () => {
    const ends: string[] = [];
    await using cluster = await Cluster.start(plan(), { onEnd: (node) => ends.push(node) });
    const { port } = cluster.address("two");
    const before = cluster.process("two").pid;
    expect(await rejection(cluster.restart("two"))).to.contain("kill it first");
    await cluster.kill("two");
    expect(cluster.isUp("two")).to.equal(false);
    await cluster.restart("two");
    expect(cluster.address("two").port).to.equal(port);
    expect(cluster.process("two").pid).to.not.equal(before);
    expect(ends, "an end that was asked for is no news").to.deep.equal([]);
    cluster.process("two").signal("SIGKILL");
    await until("the news", () => ends.length > 0);
    expect(await rejection(cluster.kill("three"))).to.equal('expected a node of one, two, got "three"');
  });

  it("says which port is taken, and leaves nothing behind", async () => {
    const { port, server } = await taken();
    try {
      const message = await rejection(Cluster.start(plan(port)));
      expect(message).to.equal(
        `expected port ${String(port)} to be free for one, got EADDRINUSE; stop what uses it, or choose others with --port`,
      );
    } finally {
      server.close();
    }
  });

  it("says why a node did not start", async () => {
    expect(await rejection(Cluster.start(plan(0, "throw")))).to.match(
      /expected two to start, got an end: exit code 1\n[^]*no luck/,
    );
    expect(await rejection(Cluster.start(plan(0, "fail")))).to.equal(
      "two did not start: it does not want to",
    );
    // It ends by itself, and has time to take away what it has made.
    const made = join(mkdtempSync(join(tmpdir(), "cluster-tidy-")), "lock");
    writeFileSync(made, "");
    process.env.TIDY = made;
    await rejection(Cluster.start(plan(0, "fail")));
    delete process.env.TIDY;
    expect(existsSync(made)).to.equal(false);
    rmSync(dirname(made), { recursive: true });
    expect(await rejection(Cluster.start(plan(0, "hang"), { startMs: 1_500 }))).to.contain(
      "expected two to listen",
    );
  });

  it("is not at the mercy of what student code sends", async () => {
    expect(await rejection(Cluster.start(plan(0, "nonsense")))).to.equal(
      'two did not start: expected a report of its start, got {"kind":"garbage"}; leave process.send alone, it is the kit\'s',
    );
    // A node that is told to end while it starts says so, and that is no report.
    expect(await rejection(Cluster.start(plan(0, "ends first")))).to.contain("got an end: exit code 0");
    const [lines, ends]: [string[], string[]] = [[], []];
    await using cluster = await Cluster.start(plan(0, "babble"), {
      onLine: (node, line) => lines.push(`${node} ${line}`),
      onEnd: (node, ending) => ends.push(`${node} ${ending.kind}`),
      onMessage: (_node, message) => {
        throw new TypeError(`expected an object, got ${String(message)}`);
      },
    });
    await until("the end of the node", () => ends.length > 0);
    expect(ends).to.deep.equal(["two killed"]);
    expect(cluster.isUp("one")).to.equal(true);
    expect(lines.join("\n")).to.contain("two is ended by force, since it sent what no node sends, null");
  });

  it("shows the beginning of a line that a node never ends", async () => {
    const lines: string[] = [];
    await using cluster = await Cluster.start(plan(0, "endless line"), {
      onLine: (node, line) => node === "two" && lines.push(line),
    });
    await until("a line", () => lines.length > 0);
    expect(lines).to.deep.equal([`${"x".repeat(65_536)}…`]);
    expect(cluster.isUp("two")).to.equal(true);
  });

  it("can be stopped while it starts", async () => {
    const controller = new AbortController();
    const began = performance.now();
    const starting = rejection(
      Cluster.start(plan(0, "hang"), { startMs: 60_000, signal: controller.signal }),
    );
    controller.abort();
    expect(await starting).to.equal("stopped before all nodes had started");
    expect(performance.now() - began).to.be.below(20_000);
  });

  for (const how of ["listen", "loop"])
    it(`ends with its parent, even when that is killed (nodes that ${how})`, async function () {
      if (process.platform === "win32") this.skip();
      const program = `require(${JSON.stringify(join(ROOT, "toolkit/bin/register.js"))});
      require(${JSON.stringify(join(__dirname, "fixtures/parent.ts"))});`;
      const parent = spawn(process.execPath, ["-e", program], {
        env: { ...process.env, NODE_V8_COVERAGE: "", NODES_HOW: how },
      });
      let text = "";
      parent.stdout.on("data", (part: Buffer) => (text += part.toString()));
      await until("the parent to have started its nodes", () => text.includes("\n"));
      const pids = JSON.parse(text) as number[];
      expect(pids.map(isRunning)).to.deep.equal([true, true]);
      // Those that loop do so from a tenth of a second after their start.
      if (how === "loop") await new Promise((resolve) => setTimeout(resolve, 300));
      parent.kill("SIGKILL");
      await until("its nodes to end", () => !pids.some(isRunning));
    });
});

describe("npm run cluster", () => {
  interface Ran {
    code: number;
    out: string;
  }

  async function run(
    args: readonly string[],
    drive?: (type: (line: string) => void, out: () => string) => Promise<void>,
  ): Promise<Ran> {
    let out = "";
    const context: CommandContext = {
      root: ROOT,
      cwd: ROOT,
      print: (text) => (out += text),
      printError: (text) => (out += text),
      color: false,
      terminal: false,
    };
    const typed = new PassThrough();
    let interrupt: () => void = () => undefined;
    const interrupted = new Promise<void>((resolve) => (interrupt = resolve));
    const ended = runCluster(args, context, { typed, interrupted });
    await drive?.(
      (line) => typed.write(`${line}\n`),
      () => out,
    );
    interrupt();
    return { code: await ended, out };
  }

  /** Lab 4 with as few nodes as there can be: they take long to start. */
  const SMALL = ["lab4", "--solution", "--followers", "1", "--quorum", "1"];

  const pidsIn = (out: string): number[] =>
    [...out.matchAll(/localhost:\d+ │ (\d+) /g)].map(([, pid]) => Number(pid));

  it("runs a lab until it is interrupted, and obeys what is typed", async () => {
    const { code, out } = await run([...SMALL, "--port", "0"], async (type, text) => {
      await until("the table", () => text().includes("Ctrl-C"));
      type("kill follower1");
      // Pasted, all at once: each waits for those before it.
      type("status\nstart follower1");
      await until("the kill", () => text().includes("follower1 is killed"));
      await until("the status", () => text().includes("ended: killed by SIGKILL"));
      await until("the start", () => text().includes("follower1 is up"));
      type("kill nobody");
      await until("the refusal", () => text().includes('got "nobody"'));
      type("dance");
      await until("the help", () => text().split("kill NODE").length > 2);
    });
    expect(out).to.contain("stopping all nodes");
    expect(code).to.equal(0);
    const pids = pidsIn(out);
    expect(pids).to.have.length.at.least(2);
    expect(pids.filter(isRunning)).to.deep.equal([]);
  });

  it("keeps the beginning of a line that is typed without an end, and reads no faster than it obeys", async () => {
    const typed = new PassThrough({ highWaterMark: 1_000 });
    const obeyed: string[] = [];
    let goOn: () => void = () => undefined;
    const stop = obeyClusterConsole(typed, async (line) => {
      obeyed.push(line);
      await new Promise<void>((resolve) => (goOn = resolve));
    });
    while (typed.write("x".repeat(100)));
    await until("the beginning", () => obeyed.length === 1);
    expect(obeyed).to.deep.equal([`${"x".repeat(200)}…`]);
    typed.write("\nstatus\n");
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(typed.readableLength + typed.writableLength, "what waits is not read").to.be.above(7);
    goOn();
    await until("the next line", () => obeyed.length === 2);
    expect(obeyed[1]).to.equal("status");
    stop();
    goOn();
    typed.write("late\n");
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(obeyed).to.have.length(2);
  });

  it("refuses what it cannot do with a message and exit code 2", async () => {
    const wrong: Record<string, RegExp> = {
      lab9: /expected the name of a lab with a real system \(lab4, lab5\), got "lab9" \(did you mean lab[45]\?\)/,
      lab1: /expected the name of a lab with a real system/,
      "": /missing required argument 'lab'/,
      "lab4 --quorum 6": /expected a write quorum of at most 5, the number of followers, got 6/,
      "lab4 --quorum 0": /--quorum: expected a whole number from 1/,
      "lab4 --port x": /--port: expected a whole number from 0/,
      "lab4 --submission nowhere": /nowhere, which does not exist/,
    };
    for (const [args, message] of Object.entries(wrong)) {
      const { code, out } = await run(args.split(" ").filter((arg) => arg !== ""));
      expect(out, args).to.match(message);
      expect(code, args).to.equal(2);
    }
  });

  it("ends in good order by what a terminal or a supervisor sends to all at once", async function () {
    if (process.platform === "win32") this.skip();
    await Promise.all(
      (["SIGHUP", "SIGQUIT", "SIGTERM"] as const).map(async (signal) => {
        const args = ["cluster/bin/cluster.js", ...SMALL, "--port", "0"];
        const child = spawn(process.execPath, args, {
          cwd: ROOT,
          detached: true,
          env: { ...process.env, NODE_V8_COVERAGE: "" },
        });
        let out = "";
        child.stdout.on("data", (part: Buffer) => (out += part.toString()));
        const ended = new Promise((resolve) => child.once("close", resolve));
        try {
          await until("the nodes", () => out.includes("Ctrl-C stops all nodes"));
          process.kill(-(child.pid ?? 0), signal);
          expect(await ended, out).to.equal(0);
          expect(out).to.contain("all nodes have ended in good order");
        } finally {
          if (child.exitCode === null) child.kill("SIGKILL");
        }
      }),
    );
  });

  it("says which port is taken", async () => {
    const { port, server } = await taken();
    try {
      const { code, out } = await run([...SMALL, "--port", String(port)], (_type, text) =>
        until("the refusal", () => text().includes("or choose others with --port")),
      );
      expect(out).to.contain(`expected port ${String(port)} to be free for leader, got EADDRINUSE`);
      expect(code).to.equal(2);
    } finally {
      server.close();
    }
  });
});

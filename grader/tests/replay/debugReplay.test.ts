import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { runGradeCommand } from "../../src/grade/runGradeCommand";
import { DebuggerClient } from "../support/DebuggerClient";
import { REPORTS, runCommand, typesUnchecked } from "../support/runGrade";

const REPLAY = join(REPORTS, "reports/lab1/TestLostReplies.replay.json");

const PROGRAM = join(KIT_ROOT, "grader/bin/grader.js");

function replayOf(submission: string, port: number): string[] {
  return ["replay", REPLAY, "--submission", submission, "--inspect", "--inspect-port", String(port)];
}

/** A replay that waits for a debugger. */
async function startInspected(submission: string) {
  const program = spawn(process.execPath, [PROGRAM, ...replayOf(submission, 0)]);
  const said = { out: "", errors: "" };
  program.stdout.on("data", (text: Buffer) => (said.out += text.toString()));
  const ended = new Promise<number | null>((resolve) => program.once("close", resolve));
  const url = await new Promise<string>((resolve, reject) => {
    program.stderr.on("data", (text: Buffer) => {
      said.errors += text.toString();
      const [found] = /ws:\/\/\S+/.exec(said.errors) ?? [];
      if (found !== undefined) resolve(found);
    });
    void ended.then(() => {
      reject(new Error(said.errors));
    });
  });
  return { client: await DebuggerClient.attach(url), said, ended };
}

describe("replay --inspect", function () {
  this.timeout(120_000);
  const submission = temporaryFolder();
  const server = join(submission, "server.ts");
  let source = "";

  /** The line, from 1, with this text. */
  const lineOf = (text: string): number => source.split("\n").findIndex((line) => line.includes(text)) + 1;

  before(async () => {
    cpSync(join(KIT_ROOT, "solutions/lab1"), submission, { recursive: true });
    // Each copy of a request is executed.
    source = readFileSync(server, "utf8").replace("this.#recorded(args) ?? execute()", "execute()");
    writeFileSync(server, source);
    await runCommand(
      runGradeCommand,
      ["lab1", "--submission", submission, "--test", "TestLostReplies", "--seed", "1"],
      { root: KIT_ROOT, cwd: KIT_ROOT, checkTypes: typesUnchecked },
    );
  });

  it("halts once for each delivery, where `args`, the host and virtual time are to be seen", async () => {
    const { client, said, ended } = await startInspected(submission);
    client.breakAt(server, lineOf("append(args") + 1);
    client.breakAt(server, lineOf("this.#config = config"));
    const stops: { args: unknown; host: unknown; now: unknown; script: string | undefined }[] = [];
    let constructed = 0;
    await client.run(async ({ frames, evaluate }) => {
      if (frames[0]?.function === "KVServer") constructed += 1;
      else
        stops.push({
          args: await evaluate("[args.seq, args.key, args.arg]"),
          host: await evaluate("$host"),
          now: await evaluate("$now"),
          script: frames[0]?.script,
        });
    });
    expect(await ended).to.equal(1);
    // As many servers are made as the counterexample has: there is no other run.
    expect(constructed).to.equal(1);
    const script = `${pathToFileURL(server).href}@server-0`;
    expect(stops).to.deep.equal(
      [
        { args: [1, "k", "a1 "], now: 0.194 },
        { args: [1, "k", "b1 "], now: 4.423 },
        { args: [1, "k", "a1 "], now: 1050.605 },
      ].map((stop) => ({ ...stop, host: "server-0", script })),
    );
    expect(client.scripts).to.deep.equal([script]);
    expect(said.out.match(/server-0 → clerk-\w {2}receives append$/gm)).to.have.length(stops.length);
    expect(said.out).to.contain("the same run as before");
  });

  it("halts at `debugger`, with the event that led there on the console", async () => {
    writeFileSync(server, source.replace("  get(args: GetArgs): Promise<Reply> {", "$&\n    debugger;"));
    const { client, ended } = await startInspected(submission);
    const stops: unknown[] = [];
    await client.run(async ({ evaluate }) => {
      stops.push([await evaluate("args.key"), await evaluate("$host"), client.console.at(-1)]);
    });
    expect(await ended).to.equal(1);
    expect(stops).to.deep.equal([["k", "server-0", "2.8 ms  server-0 → observer  receives get"]]);
  });

  it("ends at Ctrl-C while no debugger has come", async () => {
    const program = spawn(process.execPath, [PROGRAM, ...replayOf(submission, 0)]);
    const ended = once(program, "close");
    let said = "";
    for await (const text of program.stderr) {
      said += String(text);
      if (said.includes("Waiting for a debugger")) break;
    }
    // Until Node waits, the command's own handler would end it.
    await new Promise((resolve) => setTimeout(resolve, 500));
    program.kill("SIGINT");
    const [, signal] = (await ended) as [number | null, string | null];
    expect(signal).to.equal("SIGINT");
  });

  it("refuses a port that is taken", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as AddressInfo;
    const { stderr, status } = spawnSync(process.execPath, [PROGRAM, ...replayOf(submission, port)], {
      encoding: "utf8",
    });
    taken.close();
    expect(stderr).to.contain(`expected port ${String(port)} for a debugger, got none`);
    expect(status).to.equal(2);
  });
});

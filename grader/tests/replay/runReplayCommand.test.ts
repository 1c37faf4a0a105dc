import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { expect } from "chai";
import type { StrategySpec, TraceEvent } from "labrpc/simulation";
import type { RunRecord } from "labrpc/testing";
import type { FailureFields } from "../../src/report/testFailure";
import { divergence } from "../../src/replay/divergence";
import { runReplayCommand } from "../../src/replay/runReplayCommand";
import { decodeReplay, encodeReplay } from "../../src/artifacts/replayCode";
import { replayFileOf, type ReplayFile } from "../../src/artifacts/ReplayFile";
import { FIXTURE_KIT, REPORTS, runCommand, runGrade, writtenReport } from "../support/runGrade";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

const WRONG = "export class Adder { sum(numbers: number[]) { return numbers.length; } }\n";

function eventsOf(count: number): TraceEvent[] {
  return Array.from({ length: count }, (_, i) => ({
    at: i,
    kind: "call" as const,
    host: "a",
    peer: "b",
    id: i,
    text: `add(${String(i)})`,
  }));
}

function written(events: readonly TraceEvent[], strategy?: StrategySpec): ReplayFile {
  const record = { test: "TestTwo", seed: 3, events, complete: true, failure: {} } as unknown as RunRecord;
  const plan = {
    faults: [{ kind: "duplicate" as const, message: "a/1>b/1", copiesMs: [1, 2] }],
    leftOut: ["a/2"],
  };
  return replayFileOf("sum", { plan, search: "minimal", runs: 7 }, record, strategy);
}

describe("a replay code", () => {
  it("holds everything but the events", () => {
    const whole = written(eventsOf(200));
    const { events, ...rest } = whole;
    expect(events).to.have.length(200);
    expect(decodeReplay(encodeReplay(whole))).to.deep.equal(rest);
    expect(encodeReplay(whole)).to.match(/^replay2\.[\w-]+$/);
  });

  for (const strategy of [
    { kind: "pct", depth: 3 },
    { kind: "pct", depth: 1, holdMs: 2.5 },
    { kind: "orders", choices: [0, 2, 1], losses: 1, duplicates: 0 },
  ] as const) {
    it(`holds the strategy ${JSON.stringify(strategy)}`, () => {
      const { events, ...rest } = written(eventsOf(9), strategy);
      expect(events).to.have.length(9);
      expect(rest.strategy).to.deep.equal(strategy);
      expect(decodeReplay(encodeReplay(rest))).to.deep.equal(rest);
    });
  }

  for (const strategy of [undefined, { kind: "pct", depth: 3 }] as const) {
    it(`holds the dimensions of a world, ${strategy === undefined ? "without a strategy" : "with one"}`, () => {
      const { events, ...whole } = written(eventsOf(9), strategy);
      expect(events).to.have.length(9);
      const rest = { ...whole, plan: { ...whole.plan, dimensions: { clients: 0, "clerk-0/1 key": 3 } } };
      expect(decodeReplay(encodeReplay(rest))).to.deep.equal(rest);
    });
  }

  it("is refused when a character is missing, too many or another one", () => {
    const code = encodeReplay(written(eventsOf(9)));
    const changed = `${code.slice(0, 20)}${code[20] === "A" ? "B" : "A"}${code.slice(21)}`;
    for (const wrong of [code.slice(0, -1), code.slice(0, -5), `${code}A`, `${code}=`, `${code} `, changed])
      expect(() => decodeReplay(wrong), wrong).to.throw(/complete replay code/);
    expect(() => decodeReplay(code)).not.to.throw();
  });

  it("of an older kit is read, and refused when there is something after it", () => {
    const { plan, signature, checkpoints } = written(eventsOf(9));
    const { every, hashes, events } = checkpoints!;
    const { faults, leftOut } = plan;
    const packed = [
      "sum",
      "TestTwo",
      3,
      signature,
      0,
      7,
      faults,
      leftOut,
      null,
      every,
      hashes.join(""),
      events,
    ];
    const code = `replay1.${deflateRawSync(JSON.stringify(packed)).toString("base64url")}`;
    expect(decodeReplay(code)).to.deep.include({ test: "TestTwo", seed: 3, plan, checkpoints });
    expect(decodeReplay(code)).not.to.have.property("strategy");
    for (const more of ["A", "AA", "AAAA", "!"])
      expect(() => decodeReplay(`${code}${more}`), more).to.throw(/complete replay code/);
  });
});

describe("divergence", () => {
  const events = eventsOf(200);
  const other = events.map((event, i) => (i === 123 ? { ...event, text: "add(0)" } : event));

  it("is none for the same run", () => {
    expect(divergence(written(events), events)).to.equal(undefined);
    expect(divergence(decodeReplay(encodeReplay(written(events))), events)).to.equal(undefined);
  });

  it("is the first event that differs, with what happened then and now", () => {
    expect(divergence(written(events), other)).to.deep.equal({
      from: 124,
      to: 124,
      then: "123.000 ms a → b call add(123)",
      now: "123.000 ms a → b call add(0)",
    });
  });

  it("is none when a print was added or taken away", () => {
    const print = { at: 5, kind: "console" as const, host: "a", peer: undefined, id: 0, text: "here" };
    const printing = [...events.slice(0, 6), print, ...events.slice(6)];
    for (const without of [written(events), decodeReplay(encodeReplay(written(events)))])
      expect(divergence(without, printing)).to.equal(undefined);
    for (const having of [written(printing), decodeReplay(encodeReplay(written(printing)))])
      expect(divergence(having, events)).to.equal(undefined);
    const both = [...other.slice(0, 6), print, ...other.slice(6)];
    expect(divergence(written(printing), both)).to.include({ from: 124, to: 124 });
  });

  it("is known within a few events without the events themselves", () => {
    const found = divergence(decodeReplay(encodeReplay(written(events))), other);
    if (found === undefined || found === "unknown") throw new Error("expected a divergence");
    expect(found.from).to.be.within(119, 124);
    expect(found.to).to.be.within(124, 129);
  });

  it("is where one run ends and the other goes on", () => {
    expect(divergence(written(events), events.slice(0, 50))).to.deep.include({ from: 51, to: 51 });
    expect(divergence(written(events.slice(0, 50)), events)).to.deep.include({
      from: 51,
      now: "50.000 ms a → b call add(50)",
    });
  });
});

describe("replay", () => {
  /** Grades a wrong submission, and returns its folder and the path of a replay. */
  async function failing(): Promise<{ folder: string; file: string; code: string }> {
    const folder = temporaryFolder({ "client.ts": WRONG });
    const { code } = await runGrade("sum", "--submission", folder);
    expect(code).to.equal(1);
    const { failure } = writtenReport("sum").tests[0] ?? {};
    const { replayFile = "", replayCode = "" }: FailureFields = failure ?? {};
    return { folder, file: join(REPORTS, "reports/sum", replayFile), code: replayCode };
  }

  it("fails in the same way, event by event, from the file and from the code", async () => {
    const { folder, file, code } = await failing();
    for (const what of [file, code]) {
      const ran = await runCommand(runReplayCommand, [what, "--submission", folder]);
      expect(ran.errors).to.equal("");
      expect(ran.code).to.equal(1);
      expect(ran.out).to.match(
        /^sum TestTwo, seed 1, without faults\nthe same run as before: all \d+ events alike\n/,
      );
      expect(ran.out).to.contain("✗ TestTwo: the sum is wrong");
    }
  });

  it("says that a world was made smaller", async () => {
    const { folder, code } = await failing();
    const replay = decodeReplay(code);
    const smaller = encodeReplay({ ...replay, plan: { ...replay.plan, dimensions: { clients: 0 } } });
    const { out } = await runCommand(runReplayCommand, [smaller, "--submission", folder]);
    expect(out).to.match(/^sum TestTwo, seed 1 in a smaller world, without faults\n/);
  });

  it("says where edited code takes a different course, and that it passes", async () => {
    const { folder, file } = await failing();
    const right = WRONG.replace("numbers.length", "numbers.reduce((a, b) => a + b, 0)");
    writeFileSync(join(folder, "client.ts"), right);
    const ran = await runCommand(runReplayCommand, [file, "--submission", folder]);
    expect(ran.errors).to.equal("");
    expect(ran.code).to.equal(0);
    expect(ran.out).to.match(/takes a different course at event \d+ of \d+\n {2}then .* → 2\n {2}now /);
    expect(ran.out).to.contain("✓ the test passes now");
  });

  it("shows code that does not parse", async () => {
    const { folder, file } = await failing();
    writeFileSync(join(folder, "client.ts"), "export class {{{");
    const ran = await runCommand(runReplayCommand, [file, "--submission", folder]);
    expect(ran.code).to.equal(1);
    expect(ran.out).to.contain("syntax error");
  });

  for (const [what, args, message] of [
    ["no such file", ["nowhere.json"], /expected a replay: .*got nowhere\.json \(no such file\)/],
    ["a broken code", ["replay1.abc"], /complete replay code/],
    ["no argument", [], /missing required argument 'replay'/],
    ["a file of another kind", [join(FIXTURE_KIT, "sum/lab.json")], /not a complete replay/],
  ] as const) {
    it(`has exit code 2 for ${what}`, async () => {
      const { code, errors } = await runCommand(runReplayCommand, args);
      expect(code).to.equal(2);
      expect(errors).to.match(message);
    });
  }

  it("has exit code 2 for a test that the lab does not have any more", async () => {
    const file = join(temporaryFolder({}), "old.json");
    writeFileSync(file, JSON.stringify({ ...written(eventsOf(3)), test: "TestOld" }));
    const { code, errors } = await runCommand(runReplayCommand, [file]);
    expect(code).to.equal(2);
    expect(errors).to.contain('expected a test of sum, got "TestOld"');
  });
});

describe("the report of a failure", () => {
  it("has no replay of a test that passes now", async () => {
    const folder = temporaryFolder({ "client.ts": WRONG });
    await runGrade("sum", "--submission", folder);
    await runGrade("sum", "--solution");
    expect(writtenReport("sum").tests.every(({ failure }) => failure === undefined)).to.equal(true);
    const { code } = await runCommand(runReplayCommand, ["reports/sum/TestTwo.replay.json"], {
      cwd: REPORTS,
    });
    expect(code).to.equal(2);
  });
});

import { expect } from "chai";
import { debugSubjectOf, readJudges } from "harness";
import type { DebugChoice } from "labrpc/records";
import { CodeBase, Simulation } from "labrpc/simulation";
import { DebugRun, type DebugSubject, type PendingShown } from "labrpc/testing";
import { join } from "node:path";
import { debug } from "../../../lab1/tests/debug";
import { stage } from "../../../lab1/tests/stage";
import { startKVService } from "../../../lab1/tests/support/harness";

const LAB = join(__dirname, "../../../lab1");
const code = new CodeBase({
  folder: join(__dirname, "../../../solutions/lab1"),
  given: { folder: LAB, files: [], fixed: [] },
});

function subject(program: CodeBase = code, setup = "one-server"): DebugSubject {
  const found = debug.setups[setup];
  if (found === undefined) throw new Error(`no setup ${setup}`);
  return debugSubjectOf({ stage, setup: found, code: program, seed: 1 });
}

function chaff(name: string): DebugSubject {
  const judge = readJudges(LAB).chaffs.find((one) => one.name === name);
  if (judge === undefined) throw new Error(`no chaff ${name}`);
  return subject(judge.code);
}

const operation = (call: string, args: Record<string, string>): DebugChoice => ({ kind: "do", call, args });
const append = operation("append", { clerk: "clerk-a", key: "k", arg: "x" });
const get = operation("get", { clerk: "clerk-b", key: "k" });
const next = (events = 1): DebugChoice => ({ kind: "next", events });

/** Many clerks on a bad network: everything that a graded run has. */
const busy: DebugSubject = {
  test: "busy",
  seed: 3,
  options: { seed: 3, code, network: { reliable: false, longReordering: true, duplicate: 0.2 } },
  open: (sim) => ({ body: () => busyScenario(sim) }),
};

async function busyScenario(sim: Simulation): Promise<void> {
  const kv = startKVService(sim, { servers: 3, replicas: 2 });
  await sim.inParallel(4, async (client) => {
    const ck = kv.clerk(`clerk-${String(client)}`);
    for (let i = 0; i < 5; i++) await ck.append(String(i), `${String(client)} `);
    await sim.sleep(1);
  });
}

describe("a run that somebody directs", function () {
  this.timeout(60_000);
  const open: DebugRun[] = [];

  async function begin(of: DebugSubject, choices: readonly DebugChoice[] = []): Promise<DebugRun> {
    const run = await DebugRun.begin(of, choices);
    open.push(run);
    return run;
  }

  afterEach(async () => {
    await Promise.all(open.splice(0).map((run) => run.end()));
  });

  function only(run: DebugRun, kind: PendingShown["kind"]): PendingShown {
    const found = run.pending.filter((one) => one.kind === kind);
    expect(found, JSON.stringify(run.pending)).to.have.length(1);
    return found[0] as PendingShown;
  }

  const kinds = (run: DebugRun): string[] => run.look().record.events.map(({ kind }) => kind);

  it("is, without choices, the run that a grading has, to the last byte", async () => {
    const graded = await new Simulation({ ...busy.options }).run(busyScenario);
    expect(graded.outcome).to.deep.equal({ kind: "passed" });
    const run = await begin(busy);
    await run.playUntil(() => false, 100_000);
    expect(run.result).to.deep.include({ outcome: { kind: "passed" }, digest: graded.digest });
    expect(run.result?.events).to.equal(graded.events);
  });

  it("comes to the same by the same choices, from the start or step by step", async () => {
    const first = await begin(subject(), [
      append,
      next(),
      operation("put", { clerk: "clerk-b", key: "k", value: "y" }),
    ]);
    const late = first.pending.find(({ kind }) => kind === "request");
    const choices: DebugChoice[] = [{ kind: "hold", what: late?.name ?? "" }, next(), get, next(3)];
    for (const choice of choices) await first.play([choice]);
    const again = await begin(
      subject(),
      first.steps.map(({ choice }) => choice),
    );
    expect(again.missed).to.deep.equal([]);
    expect(again.steps).to.deep.equal(first.steps);
    expect(again.simulation.trace.digest()).to.equal(first.simulation.trace.digest());
    expect(again.pending).to.deep.equal(first.pending);
  });

  it("waits after each event, and knows what operations came to", async () => {
    const run = await begin(subject());
    expect(run.pending).to.deep.equal([]);
    await run.play([append]);
    expect(only(run, "request")).to.include({ host: "server-0", peer: "clerk-a", held: false });
    expect(run.operations).to.deep.equal([
      { nth: 1, call: "append", args: { clerk: "clerk-a", key: "k", arg: "x" }, since: run.now },
    ]);
    await run.play([next()]);
    expect(only(run, "reply")).to.include({ host: "clerk-a", peer: "server-0" });
    await run.play([next()]);
    expect(run.operations[0]?.ended).to.deep.equal({ kind: "returned", value: "", at: run.now });
    expect(run.outcome).to.deep.equal({ kind: "passed" });
  });

  it("delivers a message before those that were to come first", async () => {
    const run = await begin(subject(), [
      append,
      operation("put", { clerk: "clerk-b", key: "k", value: "y" }),
    ]);
    const [first, last] = run.pending as [PendingShown, PendingShown];
    expect(first.at).to.be.lessThan(last.at);
    await run.play([{ kind: "deliver", what: last.name }]);
    const delivered = run.look().record.events.filter(({ kind }) => kind === "deliver");
    expect(delivered.map(({ peer }) => peer)).to.deep.equal([last.peer]);
    expect(run.now).to.be.at.most(first.at);
  });

  it("loses a message, whose caller gives up", async () => {
    const run = await begin(subject(), [append]);
    await run.play([{ kind: "lose", what: only(run, "request").name }]);
    expect(kinds(run)).to.include("lost-request");
    expect(only(run, "time-out")).to.include({ host: "clerk-a", peer: "server-0", text: "append" });
    expect(run.look().record.faults.map(({ text }) => text)).to.have.length(1);
    await run.play([next()]);
    expect(kinds(run)).to.include("timeout");
  });

  it("sends a request again", async () => {
    const run = await begin(chaff("no-duplicate-check"), [append]);
    await run.play([{ kind: "copy", what: only(run, "request").name }]);
    expect(run.pending.map(({ kind }) => kind)).to.deep.equal(["request", "request"]);
    await run.playUntil(() => run.pending.length === 0, 10);
    await run.play([get]);
    await run.playUntil(() => run.operations[1]?.ended !== undefined, 10);
    expect(run.operations[1]?.ended).to.include({ value: "xx" });
    expect(run.outcome.kind).to.equal("failed");
  });

  it("holds a message until it is delivered", async () => {
    const run = await begin(subject(), [append]);
    const { name } = only(run, "request");
    await run.play([{ kind: "hold", what: name }]);
    expect(only(run, "request")).to.deep.include({ held: true, can: ["deliver", "lose", "copy"] });
    await run.play([next()]);
    expect(kinds(run)).to.include("timeout");
    expect(kinds(run)).to.not.include("deliver");
    await run.play([{ kind: "deliver", what: name }]);
    expect(kinds(run)).to.include("deliver");
  });

  it("lets a timer fire before the messages that were to come first", async () => {
    const run = await begin(subject(), [append, next()]);
    await run.play([{ kind: "lose", what: only(run, "reply").name }, get]);
    const timer = only(run, "time-out");
    expect(run.pending[0]?.kind).to.equal("request");
    await run.play([{ kind: "fire", what: timer.name }]);
    expect(run.now).to.equal(timer.at);
    expect(kinds(run).at(-1)).to.equal("timeout");
    expect(run.pending.filter(({ kind }) => kind === "request")).to.not.be.empty;
  });

  it("does what the stage does, and says what is not possible", async () => {
    const run = await begin(subject());
    await run.play([{ kind: "do", call: "disconnect", args: "server-0" }, append]);
    expect(only(run, "time-out").host).to.equal("clerk-a");
    await run.play([{ kind: "do", call: "disconnect", args: "server-7" }]);
    expect(run.operations[2]?.ended).to.deep.include({
      kind: "refused",
      why: "there is no host server-7; there are server-0, clerk-a, clerk-b",
    });
  });

  it("leaves out choices that do not exist any more, and says which", async () => {
    const gone = { kind: "lose", what: "reply server-0 → clerk-z 1" } as const;
    const run = await begin(subject(), [append, gone, next()]);
    expect(run.missed).to.deep.equal([{ at: 1, choice: gone }]);
    expect(run.steps).to.have.length(2);
  });

  it("shows that a reply was lost, and the append executed twice", async () => {
    const run = await begin(chaff("no-duplicate-check"), [append, next()]);
    await run.play([{ kind: "lose", what: only(run, "reply").name }]);
    expect(await run.playUntil(() => run.outcome.kind === "failed", 100)).to.equal(true);
    const { explanation, record } = run.look();
    expect(explanation?.message).to.equal(
      'not linearizable: no order of the calls explains clerk-a\'s append("k", "x") → "x"',
    );
    expect(record.faults.map(({ text }) => text)[0]).to.match(/^the reply to append.* was lost/);
  });

  it("ends as a test does that waits for what never comes", async () => {
    const run = await begin({
      ...busy,
      open: () => ({ body: () => new Promise<never>(() => undefined) }),
    });
    expect(run.isOver).to.equal(false);
    await run.play([next()]);
    expect(run.outcome.kind).to.equal("deadlock");
  });

  it("goes a hundred events back by running again", async () => {
    let at = await begin(busy);
    await at.playUntil(() => false, 400);
    const events = at.steps.length;
    const choices = at.steps.slice(0, -100).map(({ choice }) => choice);
    const times: number[] = [];
    for (let i = 0; i < 5; i++) {
      const started = process.cpuUsage();
      await at.end();
      at = await begin(busy, choices);
      const { user, system } = process.cpuUsage(started);
      times.push((user + system) / 1_000);
      expect(at.steps).to.have.length(choices.length);
    }
    const figures = times.map((ms) => ms.toFixed(0)).join(", ");
    console.log(`      100 events back from event ${String(events)}: ${figures} ms of processor time`);
  });
});

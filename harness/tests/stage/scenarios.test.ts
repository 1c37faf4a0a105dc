import { expect } from "chai";
import { realmSource, useRealms } from "labrpc/simulation";
import { stage } from "../../../lab1/tests/stage";
import type { KeepsVerdicts, ScenarioTable, Verdicts } from "labrpc/testing";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

const SOLUTION = join(__dirname, "../../../solutions/lab1");

/** Judges the body of a file of scenarios, each of which begins on a line of its own. */
async function judged(scenarios: string, mistake?: string, verdicts?: KeepsVerdicts): Promise<ScenarioTable> {
  const folder = temporaryFolder({});
  cpSync(SOLUTION, folder, { recursive: true });
  const file = temporaryFolder({ "scenarios.ts": `export const scenarios = {\n${scenarios}\n};\n` });
  cpSync(file, folder, { recursive: true });
  return stage.judge(folder, {
    seeds: 1,
    ...(mistake === undefined ? {} : { mistake }),
    ...(verdicts === undefined ? {} : { verdicts }),
  });
}

/** Why right programs fail the only scenario; undefined when they do not. */
async function whyInvalid(body: string): Promise<string | undefined> {
  const { rows, problem } = await judged(`async "it"(stage) {\n${body}\n},`);
  expect(problem).to.equal(undefined);
  return rows[0]?.invalid?.explanation.message;
}

describe("a student's scenarios", function () {
  this.timeout(60_000);

  it("hold or not, and catch what is wrong", async () => {
    const { rows, wheats, chaffs } = await judged(`
      async "a read sees a write"(stage) {
        stage.startServers();
        const a = stage.clerk("clerk-a");
        await a.put("toString", "x");
        stage.expectEqual("a new key", await a.get("constructor"), "");
      },
      async "asserts nothing"(stage) {
        stage.startServers();
        await stage.clerk("clerk-a").put("k", "x");
      },
      async "claims too much"(stage) {
        stage.startServers();
        stage.expectEqual("a new key", await stage.clerk("clerk-a").get("k"), "nothing");
      },`);
    expect(wheats).to.be.greaterThan(10);
    const [sees, nothing, tooMuch] = rows;
    expect(sees?.caught.map((index) => chaffs[index]?.name)).to.deep.equal(["plain-object-as-store"]);
    expect(sees?.own).to.equal(undefined);
    expect(nothing).to.deep.equal({ name: "asserts nothing", caught: [] });
    expect(tooMuch?.caught).to.deep.equal([]);
    expect(tooMuch?.invalid?.explanation).to.include({
      message: "a new key is wrong (scenarios.ts:15)",
      expected: '"nothing"',
      got: '""',
    });
    expect(tooMuch?.invalid?.record?.events).to.be.an("array").that.is.not.empty;
  });

  it("are played once, and not again while all that decides their verdicts is the same", async () => {
    const scenarios = `async "a read sees a write"(stage) {
        stage.startServers();
        const a = stage.clerk("clerk-a");
        await a.append("k", "x");
        stage.expectEqual("the key", await a.get("k"), "x");
      },`;
    const kept: { scenarios: ReadonlyMap<string, string>; verdicts: Verdicts }[] = [];
    const keeper: KeepsVerdicts = {
      read: () => kept[0]?.verdicts ?? new Map(),
      write: (_, read, verdicts) => kept.push({ scenarios: read, verdicts: new Map(verdicts) }),
    };
    const mistake = "append-returns-new-value";
    const first = await judged(scenarios, mistake, keeper);
    expect(await judged(scenarios, mistake, keeper)).to.deep.equal(first);
    expect(kept).to.have.length(1);
    expect([...(kept[0]?.scenarios.keys() ?? [])]).to.include.members(["scenarios.ts"]);
    expect([...(kept[0]?.scenarios.keys() ?? [])]).to.not.include("server.ts");
    expect(kept[0]?.verdicts.size).to.equal(first.wheats + 1);
    // What is kept is believed.
    const passed = [...(kept[0]?.verdicts ?? [])].map(
      ([key]) => [key, { kind: "passed", events: 1 }] as const,
    );
    kept[0] = { scenarios: new Map(), verdicts: new Map(passed) };
    expect((await judged(scenarios, mistake, keeper)).rows[0]?.caught).to.deep.equal([]);
  });

  it("take what they ask of the stage in the order in which they ask", async () => {
    const { rows, chaffs } = await judged(
      `async "lost, with nothing awaited"(stage) {
        stage.startServers();
        const a = stage.clerk("clerk-a");
        stage.network.lose({ kind: "reply", to: "clerk-a" });
        await a.append("k", "x");
        stage.expectEqual("the value", await a.get("k"), "x");
      },`,
      "no-duplicate-check",
    );
    expect(chaffs.map(({ name }) => name)).to.deep.equal(["no-duplicate-check"]);
    expect(rows[0]?.caught).to.deep.equal([0]);
  });

  it("have the stage's time, by its clock and by timers", async () => {
    expect(
      await whyInvalid(`
        const start = Date.now();
        await new Promise((resolve) => setTimeout(resolve, 500));
        stage.expectEqual("after a timer", Date.now() - start, 500);
        stage.expectEqual("on the stage", await stage.now(), 500);
        await stage.sleep(250);
        stage.expectEqual("after a pause", Date.now() - start, 750);
        stage.startServers();
        const a = stage.clerk("clerk-a");
        stage.network.disconnect("clerk-a");
        const get = a.get("k");
        let isBack = false;
        setTimeout(() => {
          isBack = true;
          stage.network.reconnect("clerk-a");
        }, 10_000);
        await get;
        stage.expect("the timer fired first", isBack);`),
    ).to.equal(undefined);
  });

  it("fail with a message that helps when they ask for what there is not", async () => {
    for (const [body, message] of [
      [
        `stage.startServers(); stage.network.block("server-0", "nowhere");`,
        /^the stage does not know what to do: block: there is no host nowhere/,
      ],
      [`stage.clerk("a"); await stage.sleep(1);`, /there are no servers; call stage\.startServers\(\) first/],
      [
        `stage.startServers(); stage.network.lose({ to: "b" }); await stage.sleep(1);`,
        /there is no host b; there are server-0/,
      ],
      [`stage.startServers({ servers: 1, replicas: 3 }); await stage.sleep(1);`, /cannot be more replicas/],
      [
        `stage.startServers(); await stage.clerk("A b").get("k");`,
        /expected a name such as "clerk-a", got "A b"/,
      ],
      [`await stage.sleep(-5);`, /sleep: /],
      [
        `await stage.expectInTime("it", 100, new Promise(() => {}));`,
        /it did not return within 100 ms of virtual time/,
      ],
    ] as const)
      expect(await whyInvalid(body), body).to.match(message);
  });

  it("let a clerk wait longer for a server", async () => {
    const waiting = (ms: number): string => `
      stage.startServers();
      const a = stage.clerk("clerk-a");
      await a.get("k");
      stage.timeout("clerk-a", 0, ${String(ms)});
      stage.network.lose({ kind: "reply", to: "clerk-a" });
      await stage.expectInTime("the second attempt", 2_000, a.get("k"));`;
    expect(await whyInvalid(waiting(1_000))).to.equal(undefined);
    expect(await whyInvalid(waiting(5_000))).to.match(/^the second attempt did not return within 2000 ms/);
    expect(await whyInvalid(waiting(7_001))).to.match(/timeout: .*7000/);
  });

  it("say which call never returned", async () => {
    const why = await whyInvalid(`
      stage.startServers();
      const a = stage.clerk("clerk-a");
      stage.network.disconnect("server-0");
      await a.append("k", "x");`);
    expect(why).to.match(/^clerk-a's append\("k","x"\), called at 0\.0 ms, never returned: no progress/);
    const { rows } = await judged(
      `async "every call returns"(stage) {
        stage.startServers();
        stage.network.unreliable();
        await stage.crowd();
      },`,
    );
    expect(rows[0]?.invalid).to.equal(undefined);
  });

  it("come to an end, whatever they do", async () => {
    expect(await whyInvalid("await new Promise(() => {});")).to.equal(
      "the scenario waits for something that never comes",
    );
    expect(await whyInvalid("for (;;) await stage.sleep(1);")).to.match(/goes on and on|no progress/);
    expect(await whyInvalid("for (;;);")).to.match(/more than 2000000 loop iterations/);
    expect(await whyInvalid("for (;;) await null;")).to.match(/loop/);
    expect(await whyInvalid("throw { toString() { throw 1; } };")).to.match(/the scenario threw/);
  });

  it("are at most twelve, with names that can be read", async () => {
    const many = Array.from({ length: 13 }, (_, i) => `async "s${String(i)}"() {},`).join("\n");
    expect((await judged(many)).problem).to.equal("expected at most 12 scenarios, got 13");
    expect((await judged(`async "${"x".repeat(200)}"() {},`)).problem).to.match(/at most 150 characters/);
    expect((await judged("")).rows).to.deep.equal([]);
  });

  it("run where student code runs, and who judges them does not", async () => {
    const own = realmSource();
    const taken = new Set<boolean>();
    useRealms({
      runsAtOnce: own.runsAtOnce,
      take: (code) => {
        taken.add(code.isTrusted);
        return own.take(code);
      },
      fresh: (code) => {
        taken.add(code.isTrusted);
        return own.fresh(code);
      },
      giveBack: (code, realm) => {
        own.giveBack(code, realm);
      },
    });
    try {
      expect(await whyInvalid(`stage.startServers(); await stage.clerk("a").get("k");`)).to.equal(undefined);
    } finally {
      useRealms(own);
    }
    expect([...taken]).to.deep.equal([false]);
  });

  it("do not learn whom they judge by anything but what a client sees", async () => {
    const drawn = await whyInvalid(`
        const drawn = [Math.random(), crypto.randomUUID(), Date.now(), performance.now()].join(" ");
        globalThis.runs = (globalThis.runs ?? 0) + 1;
        stage.expectEqual(drawn, globalThis.runs, 0);`);
    expect(drawn).to.match(/^\S+ \S+ \d+ 0 is wrong/);
    // Another right program, another run, and still nothing that tells them apart.
    const { rows } = await judged(`async "it"(stage) {
      stage.expectEqual("a run", globalThis.runs, undefined);
      globalThis.runs = 1;
      const drawn = [Math.random(), crypto.randomUUID(), Date.now(), performance.now()].join(" ");
      stage.expectEqual("the draw", drawn, ${JSON.stringify(drawn?.replace(/ is wrong.*$/, ""))});
    },`);
    expect(rows).to.deep.equal([{ name: "it", caught: [] }]);
  });
});

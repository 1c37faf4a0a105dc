import { expect } from "chai";
import { join } from "node:path";
import { drainPromiseJobs } from "../../src/simulation/loop/drainPromiseJobs";
import { ownRealms } from "../../src/simulation/border/realms";
import { RUN_BRIDGE } from "../../src/realm/border/Bridge";
import { CodeBase } from "../../src/simulation";
import { ServedRun } from "../../src/isolation/process/ServedRun";
import { SharedRealm } from "../../src/isolation/process/SharedRealm";
import type { EffectMessage, KernelEntry } from "../../src/isolation/protocol/RealmMessage";

const code = new CodeBase({ folder: join(__dirname, "../fixtures") });
const RUN = { code, recording: false, watching: false };

function sharedRealm(): SharedRealm {
  return new SharedRealm(ownRealms.fresh(code));
}

/** What the event came to, with names for numbers. */
function effectsOf(run: ServedRun, entry: KernelEntry): (readonly unknown[])[] {
  run.enter(entry);
  drainPromiseJobs?.();
  return run.outcome().effects.map(([effect, ...args]: EffectMessage) => [RUN_BRIDGE[effect], ...args]);
}

/** A run with a host that has a counter: a life, an object and an operation of the same numbers in each run. */
function runWithCounter(place: SharedRealm): ServedRun {
  const run = new ServedRun(place, RUN);
  run.host(0, 0, "server", 1, 0);
  expect(effectsOf(run, ["construct", 0, 0, 1, "./counter", "Counter", "[]", 1])).to.deep.equal([
    ["result", 1, true, ""],
  ]);
  return run;
}

describe("runs that share a realm", () => {
  it("have hosts of their own, though the judge knows them by the same numbers", () => {
    const place = sharedRealm();
    const [one, two] = [runWithCounter(place), runWithCounter(place)];
    const add = (run: ServedRun): unknown => effectsOf(run, ["invoke", 0, 1, 1, "add", "[1]", 2])[0]?.[3];
    expect([add(one), add(one), add(two), add(one)]).to.deep.equal(["1", "2", "1", "3"]);
  });

  it("name the life of a host as the judge does", () => {
    const place = sharedRealm();
    runWithCounter(place);
    const run = new ServedRun(place, RUN);
    run.host(0, 0, "server", 1, 0);
    effectsOf(run, ["construct", 0, 0, 1, "./sleepy", "Sleepy", "[]", 1]);
    const [timer] = effectsOf(run, ["invoke", 0, 1, 1, "sleep", "[5]", 2]);
    expect(timer?.slice(0, 4)).to.deep.equal(["timer", 0, 1, 5]);
  });

  it("end without an end to the others", () => {
    const place = sharedRealm();
    const [one, two] = [runWithCounter(place), runWithCounter(place)];
    expect(one.end(true)).to.equal(undefined);
    expect(place.isOpen).to.equal(true);
    expect(effectsOf(two, ["invoke", 0, 1, 1, "add", "[1]", 2])[0]?.[3]).to.equal("1");
  });

  it("let no other begin in a realm in which one of them left what nobody looked into", () => {
    const place = sharedRealm();
    runWithCounter(place).end(false);
    expect(place.isOpen).to.equal(false);
  });

  it("answer for what was left half done in their own events, and for nothing else", () => {
    const own = ownRealms.fresh(code);
    let breaks = 0;
    const realm = Object.create(own, { breaks: { get: () => breaks } }) as typeof own;
    const place = new SharedRealm(realm);
    const [one, two] = [runWithCounter(place), runWithCounter(place)];
    one.enter(["invoke", 0, 1, 1, "add", "[1]", 2]);
    breaks += 1;
    drainPromiseJobs?.();
    expect(one.outcome().broken).to.equal(true);
    two.enter(["invoke", 0, 1, 1, "add", "[1]", 2]);
    drainPromiseJobs?.();
    expect(two.outcome().broken).to.equal(false);
  });
});

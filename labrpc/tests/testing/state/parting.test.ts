import { expect } from "chai";
import type { StateChange, TraceEvent } from "../../../src/records";
import { comparedParts, findParting, sameChangesOf } from "../../../src/testing/state/findParting";
import { partingAtBegin } from "../../../src/testing/state/partingAtBegin";
import { untilFailure } from "../../../src/testing/state/untilFailure";
import { stateChanges } from "../../support/stateChanges";
import { traceEvents } from "../../support/traceEvents";

describe("where two runs part", () => {
  it("does not part at a host that is not there yet, or is down", () => {
    const here = stateChanges("1 s a = 1", "2 c b = 1", "3 s a = 2");
    const there = stateChanges("1 s a = 1", "3 s a = 3", "4 c b = 1");
    expect(findParting(here, there)).to.deep.include({ host: "s", at: 3 });
    expect(findParting(stateChanges("1 s a = 1", "2 s a"), stateChanges("1 s a = 1"))).to.equal(undefined);
  });

  it("parts where a state first differs at the same time, whatever the order of events in between", () => {
    const here = stateChanges("1 s a = 1", "2 s b = 1", "2 t c = 1", "3 s a = 2", "4 s a = 3");
    const there = stateChanges("1 s a = 1", "2 t c = 1", "2 s b = 1", "4 s a = 4");
    expect(findParting(here, there)).to.deep.include({ at: 3, host: "s", path: "a", here: "2", there: "1" });
    expect(findParting(here, here)).to.equal(undefined);
    expect(sameChangesOf(here, there)).to.equal(1);
    // What is only on its way says nothing.
    const pending = stateChanges("1 s a = 1", "2 s q = Promise, pending", "5 s a = 6");
    expect(findParting(pending, stateChanges("1 s a = 1"))).to.deep.include({ at: 5, path: "a" });
  });

  it("tells what differs from what only comes at another time", () => {
    const here = stateChanges("1 s a = 1", "2 s b = 1", "3 s b = 2", "4 s c = 1", "5 s c = 2");
    const there = stateChanges("2 s a = 1", "3 s b = 2", "4 s b = 1", "5 s c = 1", "6 s c = 3", "7 s c = 2");
    const compared = comparedParts(here, there);
    const parts = ["a", "b", "c", "d"].filter((path) =>
      compared.differs({ host: "s", object: "KVServer", path }),
    );
    expect(parts).to.deep.equal(["b", "c"]);
    const ends = ["a", "b", "c"].filter((path) =>
      compared.endsOtherwise({ host: "s", object: "KVServer", path }),
    );
    expect(ends).to.deep.equal(["b"]);
  });

  it("finds what a client believed when it began the call that failed", () => {
    const ofRun = (flag: string): { events: TraceEvent[]; changes: StateChange[] } => ({
      events: traceEvents("begin c get", "end c get", "begin c put", "error c put"),
      changes: stateChanges(
        `1 c #resent = ${flag}`,
        `2 c #sent = ${String(flag.length)}`,
        "2 c #other = 7",
        "3 c #resent = never",
      ),
    });
    const parting = partingAtBegin(ofRun("true"), ofRun("false"), (host) => host === "c");
    expect(parting).to.deep.equal({
      at: 2,
      event: 2,
      host: "c",
      object: "KVServer",
      path: "#resent",
      here: "true",
      there: "false",
    });
    expect(partingAtBegin(ofRun("true"), ofRun("true"), () => true)).to.equal(undefined);
    expect(partingAtBegin(ofRun("true"), ofRun("false"), () => false)).to.equal(undefined);
  });

  it("compares nothing with what a run does that gets past the failure", () => {
    const here = traceEvents("begin c a", "end c a", "begin c a");
    const there = traceEvents("begin d b", "begin c a", "begin c a", "begin c b", "end c b");
    const changes = stateChanges("1 s x = 1", "2 s x = 2", "3 s x = 3", "4 s x = 4", "5 s x = 5");
    // What another client began before that counts.
    expect(untilFailure(changes, { here, there }).map(({ after }) => after)).to.deep.equal([
      "1",
      "2",
      "3",
      "4",
    ]);
    expect(untilFailure(changes, { here, there: here })).to.equal(changes);
  });
});

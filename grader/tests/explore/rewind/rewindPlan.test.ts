import { expect } from "chai";
import type { TraceEvent } from "labrpc/simulation";
import { cleanRunsFrom, tellingMoment } from "../../../src/explore/rewind/cleanRunsFrom";
import { decidedAt } from "../../../src/explore/rewind/decidedAt";
import { likelihoodInWords } from "../../../src/explore/rewind/likelihoodInWords";
import type { MeasuredMoment } from "../../../src/explore/rewind/MeasuredMoment";
import { openMoments } from "../../../src/explore/rewind/openMoments";
import { RewindPlan } from "../../../src/explore/rewind/RewindPlan";
import { wilsonBand } from "../../../src/explore/rewind/wilsonBand";

const OPEN = Array.from({ length: 400 }, (_, i) => i * 3);

/** Carries out a plan: runs from moments after `lostAt` fail, of the others one of ten does. `width` batches at a time. */
async function measured(lostAt: number, width: number): Promise<MeasuredMoment[]> {
  const plan = new RewindPlan(OPEN, 40, (events) => events / 10);
  const work = async (): Promise<void> => {
    for (let batch = await plan.take(); batch !== undefined; batch = await plan.take()) {
      await new Promise((resolve) => setImmediate(resolve));
      for (const seed of batch.seeds)
        plan.ran(batch.events, batch.events > lostAt || seed % 10 === 0 ? "failed" : "passed");
      plan.done();
    }
  };
  await Promise.all(Array.from({ length: width }, work));
  return plan.moments;
}

const moment = (events: number, failed: number, runs = 100): MeasuredMoment => ({
  events,
  at: events,
  runs,
  failed,
  otherwise: 0,
});

const event = (
  kind: TraceEvent["kind"],
  host: string,
  peer: string | undefined,
  text: string,
  id = 1,
): TraceEvent => ({
  at: 1,
  kind,
  host,
  peer,
  id,
  text,
});

const LOST_REPLY: readonly TraceEvent[] = [
  event("start", "server-0", undefined, "", 0),
  event("begin", "clerk-a", undefined, 'append("k","x")', 9),
  event("call", "clerk-a", "server-0", 'append({"key":"k"})'),
  event("deliver", "server-0", "clerk-a", "append"),
  event("reply", "server-0", "clerk-a", "append: {}"),
  event("lost-reply", "server-0", "clerk-a", "append"),
];

describe("the moments of a run that is rewound", () => {
  it("come closer and closer to where the failure was decided", async () => {
    for (const lostAt of [4, 500, 1_190]) {
      const moments = await measured(lostAt, 2);
      expect(moments.length).to.be.within(13, 23);
      const at = moments.findIndex(({ failed, runs }) => failed === runs);
      expect(moments[at - 1]?.events).to.be.at.most(lostAt);
      expect(Number(moments[at]?.events) - Number(moments[at - 1]?.events)).to.equal(3);
      for (const { runs } of moments) expect(runs).to.equal(40);
    }
  });

  it("are the same however many processes measure", async () => {
    expect(await measured(777, 7)).to.deep.equal(await measured(777, 1));
  });

  it("are those at which something is drawn", () => {
    expect(openMoments(LOST_REPLY, { kind: "random" })).to.deep.equal([0, 3, 5, 6]);
    expect(openMoments(LOST_REPLY, { kind: "pos" })).to.deep.equal([0, 2, 3, 4, 5, 6]);
  });

  it("are told by what became of a message", () => {
    expect(decidedAt(LOST_REPLY, 5)).to.equal(
      'the reply to append("k","x") from server-0 to clerk-a was lost',
    );
    expect(decidedAt(LOST_REPLY, 3)).to.equal(
      'the request append("k","x") from clerk-a to server-0 reached server-0 at 1.0 ms',
    );
    expect(decidedAt(LOST_REPLY, 4)).to.equal(undefined);
    const say = (...moments: MeasuredMoment[]): string => likelihoodInWords(moments, LOST_REPLY, () => true);
    expect(say(moment(0, 7), moment(5, 7), moment(6, 100))).to.equal(
      'From 5.0 ms on the failure is certain: then the reply to append("k","x") from server-0 to clerk-a was lost. Until then its likelihood was 7 %.',
    );
    expect(say(moment(0, 100), moment(5, 100))).to.match(/certain from the start/);
    expect(say(moment(0, 10), moment(3, 20), moment(5, 30))).to.match(/small steps, from 10 %/);
    expect(say()).to.match(/no time/);
  });
});

describe("a measured likelihood", () => {
  it("has the band that Wilson's formula gives", () => {
    const { low, high } = wilsonBand(7, 100);
    expect(low).to.be.closeTo(0.0343, 0.0001);
    expect(high).to.be.closeTo(0.1375, 0.0001);
    expect(wilsonBand(0, 100).low).to.equal(0);
    expect(wilsonBand(0, 100).high).to.be.closeTo(0.037, 0.0005);
    expect(wilsonBand(100, 100).high).to.equal(1);
    expect(wilsonBand(0, 0)).to.deep.equal({ low: 0, high: 1 });
  });

  it("says how many clean runs are enough, from its lower end", () => {
    expect(cleanRunsFrom(moment(0, 100))).to.equal(1);
    // (1 − 0.4038)^6 is below 5 %, and with 5 it is not.
    expect(cleanRunsFrom(moment(0, 50))).to.equal(6);
    expect(cleanRunsFrom(moment(0, 0))).to.equal(Infinity);
    expect(tellingMoment([moment(0, 7), moment(5, 50), moment(6, 50)])?.events).to.equal(5);
    expect(tellingMoment([moment(0, 0)])).to.equal(undefined);
  });
});

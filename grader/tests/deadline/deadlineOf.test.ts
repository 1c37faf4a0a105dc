import { expect } from "chai";
import { deadlineOf } from "../../src/deadline/Deadline";

const DUE = Date.UTC(2026, 9, 1, 21, 59);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe("deadlineOf", () => {
  for (const [what, ms, minutes, days] of [
    ["early", -HOUR, 0, 0],
    ["at the deadline", 0, 0, 0],
    ["a millisecond late", 1, 1, 1],
    ["24 hours late", 24 * HOUR, 1440, 1],
    ["a millisecond more", 24 * HOUR + 1, 1441, 2],
    ["three days late", 72 * HOUR, 4320, 3],
  ] as const) {
    it(`counts started days of 24 hours: ${what}`, () => {
      expect(deadlineOf(DUE, DUE + ms).late).to.deep.equal({ minutes, days });
    });
  }
});

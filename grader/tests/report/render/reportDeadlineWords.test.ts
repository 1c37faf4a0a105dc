import { expect } from "chai";
import { deadlineOf } from "../../../src/deadline/Deadline";
import { reportDeadlineWords } from "../../../src/report/render/reportDeadlineWords";

const DUE = Date.UTC(2026, 9, 1, 21, 59);
const MINUTE = 60_000;

describe("reportDeadlineWords", () => {
  const words = (minutes: number | undefined, asked = 0): string =>
    reportDeadlineWords({
      deadline: deadlineOf(DUE, minutes === undefined ? undefined : DUE + minutes * MINUTE),
      lateDays: { days: asked },
    });

  it("say how late it is, and what late.txt asks for", () => {
    expect(words(-5)).to.equal(", in time");
    expect(words(71)).to.equal(", 71 min late: 1 late day");
    expect(words(27 * 60 + 5, 1)).to.equal(", 27 h 5 min late: 2 late days, late.txt asks for 1");
    expect(words(48 * 60 - 1)).to.equal(", 47 h 59 min late: 2 late days");
    expect(words(48 * 60)).to.equal(", 2 days late: 2 late days");
    expect(words(48 * 60 + 1)).to.equal(", 2 days 1 h late: 3 late days");
    expect(words(71 * 60 + 1)).to.equal(", 3 days late: 3 late days");
    expect(words(100 * 60)).to.equal(", 4 days 4 h late: 5 late days");
    expect(words(undefined)).to.equal(", not known whether in time");
  });

  it("say what late.txt asks for without a deadline", () => {
    expect(reportDeadlineWords({ lateDays: { days: 0 } })).to.equal("");
    expect(reportDeadlineWords({ lateDays: { days: 2 } })).to.equal(", 2 late days");
  });
});

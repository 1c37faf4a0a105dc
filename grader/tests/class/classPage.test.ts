import { expect } from "chai";
import type { ClassMember } from "../../src/class/find/findClass";
import { renderClassPage } from "../../src/class/page/renderClassPage";
import { renderClassTable } from "../../src/class/renderClassTable";
import type { ClassMistake } from "../../src/class/row/ClassRow";
import { classOfRows, graded, POLICY } from "../support/classRows";

describe("the page of a class", () => {
  const mistake = (what: string): ClassMistake => ({ test: "TestA", what, cause: [] });
  const result = classOfRows(
    {},
    graded(10, { mistakes: [mistake("a reply was lost"), mistake("its own")] }),
    graded(20, { mistakes: [mistake("a reply was lost")] }),
  );

  it("shows what students share, and hides what one of them did alone", () => {
    const [before, hidden = ""] = renderClassPage(result, []).split(
      "<summary>Mistakes of one student each: 1</summary>",
    );
    expect(before).to.include("a reply was lost").and.not.include("its own");
    expect(hidden).to.include("its own");
    const alone = renderClassPage(classOfRows({}, graded(10, { mistakes: [mistake("its own")] })), []);
    expect(alone).to.include("No two students share one.");
  });

  it("lets no line of a student's text pass for one of the table's", () => {
    const forged = "x\n::error::forged\nlab1, 31 students: forged";
    const shown = renderClassTable(
      classOfRows(
        {},
        graded(10, { mistakes: [mistake(forged)] }),
        graded(10, { mistakes: [mistake(forged)] }),
        {
          kind: "ungradable",
          reason: forged,
        },
      ),
      { color: false },
    );
    expect(shown.split("forged").length - 1).to.equal(4);
    expect(shown).to.not.match(/^(?!\s*│).*forged/m);
  });

  it("says who is not on the roster where there is one", () => {
    const withoutRoster = { ...result, members: result.members.map((one) => ({ ...one, inRoster: false })) };
    const [ada = result.members[0], ...others] = withoutRoster.members;
    const withRoster = { ...result, members: [{ ...ada, inRoster: true } as ClassMember, ...others] };
    const strangers = (text: string): number => text.split("not on the roster").length - 1;
    for (const [of, count] of [
      [withoutRoster, 0],
      [withRoster, 1],
      [result, 0],
    ] as const) {
      expect(strangers(renderClassPage(of, []))).to.equal(count);
      expect(strangers(renderClassTable(of, { color: false }))).to.equal(count);
    }
  });
});

describe("the table of a class", () => {
  it("says by what right somebody was late", () => {
    const extended = { ...POLICY, extensions: { s0: { all: 4 } } };
    const shown = renderClassTable(
      { ...classOfRows({}, graded(80, { daysLate: 5 })), policy: extended },
      { color: false },
    );
    expect(shown).to.include("80 of 100, 5 days late (4 by extension, 1 free) ");
    const page = renderClassPage({ ...classOfRows({}, graded(80, { daysLate: 5 })), policy: extended }, []);
    expect(page).to.include('<td class="number">5 (4 by extension, 1 free)</td>');
  });

  it("shows lateness, and what to know of a score", () => {
    const late = graded(80, { daysLate: 5 });
    const shown = renderClassTable(
      {
        ...classOfRows({}, late, graded(70, { timeUnknown: "no commit" }), graded(0, { syntaxErrors: 1 })),
        policy: POLICY,
      },
      { color: false },
    );
    expect(shown)
      .to.include("80 of 100, 5 days late (3 free), 64 after lateness")
      .and.include("70 of 100, hand-in time not known")
      .and.include("0 of 100, does not parse")
      .and.match(/lab1: of 1 submission it is not known when it was handed in.*--handed-in FILE/);
    const page = renderClassPage({ ...classOfRows({}, late), policy: POLICY }, ["gradebook.csv"]);
    expect(page)
      .to.include('<a href="gradebook.csv">')
      .and.match(/After lateness.*<td class="number">64<\/td>/s);
  });
});

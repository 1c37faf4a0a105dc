import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { JUDGES_FILE, sealJudges, unsealJudges } from "harness";
import { readLab } from "toolkit/labs/readLab";
import { KITS_WITH_JUDGES, labsWithJudges } from "../scripts/judges";
import { sealLabJudges } from "../scripts/sealLabJudges";

const kits = KITS_WITH_JUDGES.flatMap((kit) => labsWithJudges(kit).map((lab) => ({ kit, lab })));

describe("the judges of scenarios", function () {
  this.timeout(60_000);

  for (const { kit, lab } of kits) {
    it(`of ${lab} are those of the corpus; npm run judges makes them anew`, async () => {
      const sealed = readFileSync(join(kit, lab, JUDGES_FILE), "utf8");
      expect(unsealJudges(sealed)).to.deep.equal(unsealJudges(await sealLabJudges(kit, lab)));
    });

    it(`of ${lab} are as many as TestScenarios has seeds, and one`, () => {
      const { chaffs, themes } = unsealJudges(readFileSync(join(kit, lab, JUDGES_FILE), "utf8"));
      const test = readLab(kit, lab).manifest.tests.find(({ scenarios }) => scenarios === true);
      expect(test?.seeds).to.equal(1 + chaffs.length);
      for (const { theme } of themes) expect(chaffs.map((chaff) => chaff.theme)).to.include(theme);
    });

    it(`of ${lab} cannot be read in their file`, () => {
      const text = readFileSync(join(kit, lab, JUDGES_FILE), "utf8");
      for (const word of ["class", "exports", "chaff", "KVServer"]) expect(text).to.not.contain(word);
    });
  }

  it("are refused when a letter is changed", () => {
    const sealed = sealJudges({ themes: [], wheats: [], chaffs: [] });
    expect(unsealJudges(sealed)).to.deep.equal({ themes: [], wheats: [], chaffs: [] });
    const changed = sealed.replace(/^./, (first) => (first === "A" ? "B" : "A"));
    expect(() => unsealJudges(changed)).to.throw();
  });
});

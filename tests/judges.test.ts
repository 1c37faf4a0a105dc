import { expect } from "chai";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { JUDGES_FILE, sealJudges, unsealJudges } from "harness";
import { labNames, readLab } from "toolkit/labs/readLab";
import { judgesChoiceFile, sealLabJudges } from "../scripts/sealLabJudges";

const ROOT = join(__dirname, "..");
const labs = labNames(ROOT).filter((lab) => existsSync(judgesChoiceFile(ROOT, lab)));

describe("the judges of scenarios", function () {
  this.timeout(60_000);

  for (const lab of labs) {
    it(`of ${lab} are those of the corpus; npm run judges makes them anew`, async () => {
      const sealed = readFileSync(join(ROOT, lab, JUDGES_FILE));
      expect(unsealJudges(sealed)).to.deep.equal(unsealJudges(await sealLabJudges(ROOT, lab)));
    });

    it(`of ${lab} are as many as TestScenarios has seeds, and one`, () => {
      const { chaffs, themes } = unsealJudges(readFileSync(join(ROOT, lab, JUDGES_FILE)));
      const test = readLab(ROOT, lab).manifest.tests.find(({ scenarios }) => scenarios === true);
      expect(test?.seeds).to.equal(1 + chaffs.length);
      for (const { theme } of themes) expect(chaffs.map((chaff) => chaff.theme)).to.include(theme);
    });

    it(`of ${lab} cannot be read in their file`, () => {
      const text = readFileSync(join(ROOT, lab, JUDGES_FILE), "latin1");
      for (const word of ["class", "exports", "chaff", "KVServer"]) expect(text).to.not.contain(word);
    });
  }

  it("are refused when a byte is changed", () => {
    const sealed = sealJudges({ themes: [], wheats: [], chaffs: [] });
    expect(unsealJudges(sealed)).to.deep.equal({ themes: [], wheats: [], chaffs: [] });
    sealed[sealed.length - 1]! ^= 1;
    expect(() => unsealJudges(sealed)).to.throw();
  });
});

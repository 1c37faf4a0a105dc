import { expect } from "chai";
import { handedFiles } from "grader/handedFiles";
import { labNames } from "toolkit/labs/readLab";
import { join } from "node:path";
import { ATTACK_CLASSES } from "../src/stage/Attack";
import { ATTACKS_FOLDER } from "../src/runAttacksCommand";
import { chooseAttacks, readAttacks } from "../src/readAttacks";

describe("the corpus of attacks", () => {
  const all = readAttacks(ATTACKS_FOLDER);

  it("has eighty attacks at least, some of each class, of which npm test runs some", () => {
    expect(all.length).to.be.at.least(80);
    for (const kind of ATTACK_CLASSES) {
      const of = all.filter((attack) => attack.class === kind);
      expect(of.length, kind).to.be.at.least(5);
      expect(
        of.some(({ quick }) => quick),
        kind,
      ).to.equal(true);
    }
  });

  it("names each attack once, and each tries something else", () => {
    expect(new Set(all.map(({ name }) => name)).size).to.equal(all.length);
    expect(new Set(all.map(({ tries }) => tries)).size).to.equal(all.length);
  });

  it("is in no student repository", () => {
    const root = join(__dirname, "..", "..");
    expect(handedFiles(root, labNames(root)).filter((file) => file.startsWith("attacks/"))).to.deep.equal([]);
  });

  it("is chosen from by class and name, and a wrong name is told", () => {
    expect(chooseAttacks(all, ["types"]).every((attack) => attack.class === "types")).to.equal(true);
    expect(chooseAttacks(all, ["require-object"])).to.have.length(1);
    expect(() => chooseAttacks(all, ["require-objet"])).to.throw(/require-object/);
  });
});

import { randomBytes, randomInt } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A text that must not turn up anywhere, and where it is kept. */
export interface AttackCanary {
  readonly what: string;
  readonly text: string;
}

/** What an attack is after. All are new for each run. */
export interface AttackCanaries {
  /** In a file beside the submission. */
  readonly file: string;
  /** In the grader's environment. */
  readonly variable: string;
  /** In the source of the hidden test. */
  readonly hidden: string;
  readonly secretSeeds: readonly number[];
  /** What code says that has got hold of something of the kit's: it proves an escape. */
  readonly word: string;
}

export function newAttackCanaries(): AttackCanaries {
  const text = (what: string): string => `${what}${randomBytes(9).toString("hex")}`;
  return {
    file: text("file"),
    variable: text("variable"),
    hidden: text("hidden"),
    secretSeeds: [randomInt(2 ** 40, 2 ** 47), randomInt(2 ** 40, 2 ** 47)],
    word: text("escaped"),
  };
}

/** Everything that must not be in what the grader writes. */
export function listOfAttackCanaries(canaries: AttackCanaries, root: string, lab: string): AttackCanary[] {
  return [
    { what: "a file outside the submission", text: canaries.file },
    { what: "the grader's environment", text: canaries.variable },
    { what: "the hidden test's source", text: canaries.hidden },
    ...canaries.secretSeeds.map((seed) => ({ what: "a secret seed", text: String(seed) })),
    ...solutionLinesAsCanaries(root, lab).map((text) => ({ what: "the reference solution", text })),
  ];
}

/** Long comments of the reference solution: whoever quotes them has read it. */
function solutionLinesAsCanaries(root: string, lab: string): string[] {
  const folder = join(root, "solutions", lab);
  return readdirSync(folder).flatMap((file) =>
    readFileSync(join(folder, file), "utf8")
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => /^(\/\/|\/\*\*) .{50,}/.test(line)),
  );
}

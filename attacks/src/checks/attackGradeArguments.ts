import { join } from "node:path";
import type { Attack } from "../stage/Attack";
import { ATTACK_HIDDEN_TEST } from "../stage/openAttackStage";
import type { AttackStage } from "../stage/AttackStage";

/** The formats that are asked for, with the files that they go to. */
export const ATTACK_OUTPUTS: Readonly<Record<string, string>> = {
  junit: "junit.xml",
  markdown: "copy.md",
  html: "copy.html",
  gradescope: "results.json",
  ctrf: "ctrf.json",
  prairielearn: "prairielearn.json",
};

/** What `--json` writes. */
export const ATTACK_JSON_COPY = "copy.json";

/** Attacks that are after what only the teacher has, unless they say something else. */
const SECRETS: readonly Attack["class"][] = ["realm", "combinations"];

/** Arguments of `grade` for what is staged. */
export function attackGradeArguments(attack: Attack, stage: AttackStage): string[] {
  const { secrets = SECRETS.includes(attack.class), tests, seeds } = attack;
  const shown = secrets ? [...tests, ATTACK_HIDDEN_TEST] : tests;
  return [
    attack.lab,
    ...["--submission", stage.submission],
    ...["--test", shown.join(",")],
    ...["--seeds", String(seeds)],
    ...["--jobs", "1"],
    ...["--json", join(stage.out, ATTACK_JSON_COPY)],
    ...Object.entries(ATTACK_OUTPUTS).flatMap(([name, file]) => [
      "--format",
      `${name}:${join(stage.out, file)}`,
    ]),
    ...(secrets ? ["--secret-seeds", stage.secretSeeds, "--hidden-tests", stage.hidden] : []),
    ...attack.options.map((option) => option.replaceAll("STAGE", stage.folder)),
  ];
}

import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Attack } from "./Attack";
import { newAttackCanaries } from "./AttackCanaries";
import type { AttackStage } from "./AttackStage";

/** What the student's code is made of: an attack, or the same base with nothing evil in it. */
export type AttackStagePart =
  { readonly kind: "attack" } | { readonly kind: "twin"; readonly of: NonNullable<Attack["twin"]> };

const BASES = join(__dirname, "../..", "base");
/** The evil.ts of honest twins. */
const HARMLESS = {
  throws: "export function attack(): void {}\n",
  solution: "export function attack(): void {}\n",
  sharing:
    "let own: unknown;\nexport function share(make: () => unknown): unknown {\n  return (own ??= make());\n}\n",
} as const;
/** Files of an attack that are no part of what is handed in. */
const OWN = ["attack.json", "prepare.ts", "twin"];

/** Makes the folder, with the submission and the canaries in it. */
export function openAttackStage(root: string, attack: Attack, part: AttackStagePart): AttackStage {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "kit-attack-")));
  const at = (...names: string[]): string => join(folder, ...names);
  const stage: AttackStage = {
    folder,
    submission: at("submission"),
    lab: at("submission", attack.lab),
    guard: at("guard"),
    canaryFile: at("guard", "secret.txt"),
    secretSeeds: at("seeds.txt"),
    hidden: at("hidden"),
    out: at("out"),
    temporary: at("tmp"),
    home: at("home"),
    canaries: newAttackCanaries(),
  };
  for (const path of [
    stage.lab,
    stage.guard,
    join(stage.hidden, attack.lab),
    stage.out,
    stage.temporary,
    stage.home,
  ])
    mkdirSync(path, { recursive: true });
  writeFileSync(stage.canaryFile, `${stage.canaries.file}\n`);
  writeFileSync(stage.secretSeeds, `${stage.canaries.secretSeeds.join("\n")}\n`);
  writeHiddenTestWithCanary(stage, attack.lab);
  handInAttack(root, attack, part, stage);
  return stage;
}

function handInAttack(root: string, attack: Attack, part: AttackStagePart, stage: AttackStage): void {
  // An own twin has the same base, with its files in the place of the attack's.
  const base = part.kind === "attack" || part.of === "own" ? attack.base : part.of;
  const solution = join(root, "solutions", attack.lab);
  if (base === "plain") cpSync(solution, stage.lab, { recursive: true });
  if (base === "solution") cpSync(solution, join(stage.lab, "honest"), { recursive: true });
  if (base in HARMLESS) {
    cpSync(join(BASES, base), stage.lab, { recursive: true });
    writeFileSync(join(stage.lab, "evil.ts"), HARMLESS[base as keyof typeof HARMLESS]);
  }
  const twin = part.kind === "twin" && part.of === "own" ? join(attack.folder, "twin") : undefined;
  const own = part.kind === "attack" ? attack.folder : twin;
  if (own !== undefined) {
    for (const name of readdirSync(own).filter((name) => !OWN.includes(name)))
      copyAttackFiles(join(own, name), join(stage.lab, name), attack);
  }
  cpSync(join(BASES, "probe.ts"), join(stage.lab, "probe.ts"));
  writeFileSync(join(stage.lab, "target.ts"), attackTarget(root, stage));
  const prepare = join(attack.folder, "prepare.ts");
  if (part.kind === "attack" && existsSync(prepare))
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- found at run time, and compiled by the kit
    (require(prepare) as { prepare: (stage: AttackStage, root: string) => void }).prepare(stage, root);
}

/** What the type checker thinks of an attack is of interest for attacks on the type checker only. */
function copyAttackFiles(from: string, to: string, attack: Attack): void {
  cpSync(from, to, { recursive: true });
  if (attack.class === "types" || !basename(to).endsWith(".ts")) return;
  writeFileSync(to, `// @ts-nocheck\n${readFileSync(from, "utf8")}`);
}

/** What the student's code is told, so that an escape can prove itself. The word is turned round: only code says it. */
function attackTarget(root: string, { canaryFile, guard, canaries, temporary }: AttackStage): string {
  const told = {
    BACKWARDS: canaries.word.split("").reverse().join(""),
    CANARY_FILE: canaryFile,
    GUARD: guard,
    TEMPORARY: temporary,
    KIT: root,
  };
  return Object.entries(told)
    .map(([name, value]) => `export const ${name}: string = ${JSON.stringify(value)};\n`)
    .join("");
}

/** The name that the hidden test has in reports. */
export const ATTACK_HIDDEN_TEST = "TestHiddenCanary";

function writeHiddenTestWithCanary({ hidden, canaries }: AttackStage, lab: string): void {
  const manifest = {
    lab,
    tests: [
      {
        name: ATTACK_HIDDEN_TEST,
        part: 1,
        points: 5,
        description: "what only the teacher knows",
        hint: "There is no hint.",
        seeds: 1,
      },
    ],
  };
  writeFileSync(join(hidden, lab, "hidden.json"), JSON.stringify(manifest));
  writeFileSync(
    join(hidden, lab, "canary.test.ts"),
    lab === "lab1" ? hiddenTestWithCanary(canaries.hidden) : NO_TEST,
  );
}

function hiddenTestWithCanary(canary: string): string {
  return `import { expectValue } from "labrpc/testing";
import { simulate, startKVService } from "../tests/support/harness";

simulate("${ATTACK_HIDDEN_TEST}", {}, async (sim) => {
  const clerk = startKVService(sim).clerk("clerk-0");
  // ${canary}
  await clerk.put("a", "${canary}");
  expectValue("what was put", await clerk.get("a"), "${canary}");
});
`;
}

const NO_TEST = "";

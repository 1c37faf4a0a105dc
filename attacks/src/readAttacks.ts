import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ToolError } from "toolkit/cli/ToolError";
import { nearestName } from "toolkit/cli/nearestName";
import { type Attack, attackManifest, ATTACK_CLASSES } from "./stage/Attack";

/** All attacks of a corpus, by class and name. Throws ToolError for a manifest that is wrong. */
export function readAttacks(corpus: string): Attack[] {
  return ATTACK_CLASSES.flatMap((kind) => {
    const folder = join(corpus, kind);
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .sort()
      .map((name) => readAttack(join(folder, name), name, kind));
  });
}

function readAttack(folder: string, name: string, kind: Attack["class"]): Attack {
  const file = join(folder, "attack.json");
  try {
    return { ...attackManifest.parse(JSON.parse(readFileSync(file, "utf8"))), name, class: kind, folder };
  } catch (error) {
    throw new ToolError(`expected an attack in ${file}, got ${(error as Error).message}`);
  }
}

/** The attacks whose name or class is one of these; all when none is asked for. Throws ToolError for a wrong name. */
export function chooseAttacks(all: readonly Attack[], wanted: readonly string[]): Attack[] {
  const known = [...ATTACK_CLASSES, ...all.map(({ name }) => name)];
  for (const name of wanted) {
    if (!known.includes(name))
      throw new ToolError(`expected a class or an attack, got ${name}${nearestName(name, known)}`);
  }
  return all.filter(
    (attack) => wanted.length === 0 || wanted.includes(attack.name) || wanted.includes(attack.class),
  );
}

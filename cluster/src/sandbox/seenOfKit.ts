import { readdirSync } from "node:fs";
import { join } from "node:path";
import { KIT_ROOT } from "toolkit/files/kitRoot";

/** What a node behind walls sees of the kit besides its lab and the packages, relative to the kit's root. */
export const SEEN_OF_KIT = ["toolkit", "labrpc", "checker", "cluster"];

/** What a node runs stands in the lab's folder; what the lab asks of students, and whatever is sealed, does not matter. */
const HIDDEN_OF_LAB =
  /^(tests|node_modules|client\.ts|server\.ts|scenarios\.ts|stage\.ts|.*\.(judges|puzzles|md))$/;

/** What it sees of its lab, relative to the kit's root. */
export function seenOfLab(lab: string): string[] {
  return readdirSync(join(KIT_ROOT, lab))
    .filter((name) => !HIDDEN_OF_LAB.test(name))
    .map((name) => join(lab, name));
}

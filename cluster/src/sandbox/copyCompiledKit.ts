import { copyFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { REGISTER } from "./NodeLaunch";
import { SEEN_OF_KIT, seenOfLab } from "./seenOfKit";

/** What `register.js` offers to programs that fill a cache. */
interface Register {
  readonly compiled: (file: string) => string;
  readonly cacheEntryName: (file: string) => string;
}

const CACHE = join(KIT_ROOT, "node_modules", ".cache", "kit-typescript");
const NO_CODE_OF_NODES = ["node_modules", "tests", "fixtures", "coverage"];

/**
 * Copies what the compiler made of the kit's own files into a folder for nodes behind walls: they cannot start a compiler,
 * and the kit's cache holds what others made, too.
 */
export function copyCompiledKit(folder: string): void {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the loader is JavaScript, and loaded already
  const { compiled, cacheEntryName } = require(REGISTER) as Register;
  const labs = readdirSync(KIT_ROOT).filter((name) => /^lab\d+$/.test(name));
  for (const place of [...SEEN_OF_KIT, ...labs.flatMap(seenOfLab)]) {
    for (const file of typeScriptIn(join(KIT_ROOT, place))) {
      compiled(file);
      const entry = cacheEntryName(file);
      copyFileSync(join(CACHE, entry), join(folder, entry));
    }
  }
}

function typeScriptIn(place: string): string[] {
  if (!statSync(place).isDirectory()) return /(?<!\.d)\.ts$/.test(place) ? [place] : [];
  return readdirSync(place)
    .filter((name) => !NO_CODE_OF_NODES.includes(name))
    .flatMap((name) => typeScriptIn(join(place, name)));
}

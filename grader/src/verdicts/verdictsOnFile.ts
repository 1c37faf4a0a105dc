import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { KeepsVerdicts, ScenarioVerdict } from "labrpc/testing";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { z } from "zod";
import { addFilesToHash, addTextToHash, hashOfParts } from "../fingerprint/hashOfFiles";
import { kitFingerprint } from "../fingerprint/kitFingerprint";

const FOLDER = join(KIT_ROOT, "node_modules", ".cache", "kit-verdicts");
/** Sets of scenarios that are kept, the latest. A class has one for each student. */
const MOST_SETS = 2_000;
/** What of a lab's folder decides a verdict: the stage, what it is made of, who judges, and what the lab gives. */
const DECIDING = /^(?:tests\/|given\/|[^/]+\.(?:ts|json|judges)$)/;
/** A student's file beside them decides nothing unless a scenario needs it; then it is among the sources. */
const manifest = z.object({ student: z.array(z.string()) });

const verdict = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("passed"), events: z.number() }),
  z.object({ kind: z.literal("failed"), events: z.number(), seed: z.number(), message: z.string() }),
]) satisfies z.ZodType<ScenarioVerdict>;
const file = z.array(z.tuple([z.string(), verdict]));

/**
 * Verdicts in files below a folder, one for each set of scenarios: its name says all that decides them. What cannot be
 * read is found out anew.
 *
 * @param folder absolute. Default: among the caches of the kit
 * @param most sets that are kept. Default 2,000
 */
export function verdictsOnFile(folder = FOLDER, most = MOST_SETS): KeepsVerdicts {
  const decided = new Map<string, string>();
  const fileOf = (lab: string, scenarios: ReadonlyMap<string, string>): string => {
    let by = decided.get(lab);
    if (by === undefined) decided.set(lab, (by = fingerprintOfLab(lab)));
    const name = hashOfParts((hash) => {
      addTextToHash(hash, "lab", by);
      for (const [path, text] of scenarios) addTextToHash(hash, path, text);
    });
    return join(folder, `${basename(lab)}-${name}.json`);
  };
  return {
    read(lab, scenarios) {
      try {
        return new Map(file.parse(JSON.parse(readFileSync(fileOf(lab, scenarios), "utf8"))));
      } catch {
        return new Map();
      }
    },
    write(lab, scenarios, verdicts) {
      try {
        const to = fileOf(lab, scenarios);
        mkdirSync(folder, { recursive: true });
        const unfinished = `${to}.${String(process.pid)}`;
        writeFileSync(unfinished, JSON.stringify([...verdicts]));
        renameSync(unfinished, to);
        forgetOldest(folder, most);
      } catch {
        // Without it the next grading takes longer.
      }
    },
  };
}

function fingerprintOfLab(lab: string): string {
  const { student } = manifest.parse(JSON.parse(readFileSync(join(lab, "lab.json"), "utf8")));
  return hashOfParts((hash) => {
    addTextToHash(hash, "kit", kitFingerprint());
    addFilesToHash(hash, lab, (path) => DECIDING.test(path) && !student.includes(path));
  });
}

function forgetOldest(folder: string, most: number): void {
  const names = readdirSync(folder);
  if (names.length <= most) return;
  const ages = names.map((name) => ({ name, at: statSync(join(folder, name)).mtimeMs }));
  for (const { name } of ages.sort((a, b) => b.at - a.at).slice(most)) rmSync(join(folder, name));
}

import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { KeepsVerdicts, ScenarioVerdict } from "labrpc/testing";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import type { LabManifest } from "toolkit/labs/LabManifest";
import { addFilesToHash, addTextToHash, hashOfParts } from "../fingerprint/hashOfFiles";
import { kitFingerprint } from "../fingerprint/kitFingerprint";

const FOLDER = join(KIT_ROOT, "node_modules", ".cache", "kit-verdicts");
/** Sets of scenarios that are kept, the latest. A class has one for each student. */
const MOST_SETS = 2_000;
/** What of a lab's folder decides a verdict: the stage, what it is made of, who judges, and what the lab gives. */
const DECIDING = /^(?:tests\/|given\/|[^/]+\.(?:ts|json|judges)$)/;
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
        return new Map(verdictsIn(JSON.parse(readFileSync(fileOf(lab, scenarios), "utf8"))));
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

/** Throws TypeError when it is no list of verdicts. By hand: a worker that loads zod starts late. */
function verdictsIn(data: unknown): [string, ScenarioVerdict][] {
  if (!Array.isArray(data) || !data.every(isKeptVerdict)) throw new TypeError("expected a list of verdicts");
  return data;
}

function isKeptVerdict(data: unknown): data is [string, ScenarioVerdict] {
  if (!Array.isArray(data) || data.length !== 2 || typeof data[0] !== "string") return false;
  const { kind, events, seed, message } = Object(data[1]) as Record<string, unknown>;
  if (typeof events !== "number") return false;
  return kind === "passed" || (kind === "failed" && typeof seed === "number" && typeof message === "string");
}

/** A student's file beside the stage decides nothing unless a scenario needs it; then it is among the sources. */
function fingerprintOfLab(lab: string): string {
  const { student } = JSON.parse(readFileSync(join(lab, "lab.json"), "utf8")) as LabManifest;
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

import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { KIT_ROOT } from "toolkit/files/kitRoot";

/** Holds the example lab, each file where it goes in the kit, and under the name labN. */
const TEMPLATES = join(KIT_ROOT, "grader", "templates");

/** What the example lab is about; a lab with a name of its own has that in its place. */
export const EXAMPLE_OBJECT = "counter";

/** Folders of a lab: what students get, the reference solution, wheats and chaffs. */
export function foldersOfNewLab(lab: string): readonly string[] {
  return [lab, `solutions/${lab}`, `corpus/${lab}`];
}

/**
 * The files of a new lab: texts by names that are relative to the kit's root, with forward slashes. "labN" and
 * "lab N" in names and texts become the new lab's, "counter" and "Counter" the name of what it is about.
 *
 * @param lab such as "lab6"
 * @param object one small word, such as "queue"
 */
export function newLabTemplateFiles(lab: string, object = EXAMPLE_OBJECT): ReadonlyMap<string, string> {
  const named = (text: string): string =>
    text
      .replace(/\b([Ll]ab ?)N\b/g, `$1${lab.replace(/^lab/, "")}`)
      .replaceAll(EXAMPLE_OBJECT, object)
      .replaceAll(capital(EXAMPLE_OBJECT), capital(object));
  return new Map([...templateTexts()].map(([name, text]) => [named(name), named(text)]));
}

/** Words of the example's programs: an object of such a name would have two meanings. */
export function wordsOfNewLab(): ReadonlySet<string> {
  const words = [...templateTexts()]
    .filter(([name]) => /\.(?:ts|patch)$/.test(name))
    .flatMap(([, text]) => text.match(/\b[a-z][a-zA-Z]*\b/g) ?? []);
  return new Set(words.filter((word) => word !== EXAMPLE_OBJECT));
}

/** By their names below the folder of templates, with forward slashes. */
function templateTexts(): ReadonlyMap<string, string> {
  const entries = readdirSync(TEMPLATES, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    files.sort().map((file) => [relative(TEMPLATES, file).split(sep).join("/"), readFileSync(file, "utf8")]),
  );
}

function capital(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

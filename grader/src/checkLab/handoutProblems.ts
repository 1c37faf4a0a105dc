import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readLab } from "toolkit/labs/readLab";

/** What a new lab's handout has in place of what only its teacher can write. */
const TO_WRITE = /^> \*\*Write:\*\* (.*)$/gm;

/**
 * What of a lab's handout does not agree with its manifest, its files or its solution, a sentence each. Throws ToolError
 * for a lab that there is not, or whose manifest is malformed.
 *
 * @param kit the folder that has the lab, absolute
 */
export function handoutProblems(kit: string, lab: string): string[] {
  const file = join(kit, lab, "README.md");
  if (!existsSync(file)) return [`expected a handout in ${lab}/README.md, got none`];
  const handout = readFileSync(file, "utf8");
  return [
    ...lengthProblems(kit, lab, handout),
    ...pointProblems(kit, lab, handout),
    ...fileProblems(kit, lab, handout),
    ...[...handout.matchAll(TO_WRITE)].map(([, what]) => `still to be written: ${what ?? ""}`),
  ];
}

/** "34 lines in `client.ts`": students want to know how much there is to do. */
function lengthProblems(kit: string, lab: string, handout: string): string[] {
  const said = [...handout.matchAll(/\b(\d+) (?:lines )?in `([\w.]+)`/g)];
  const missing = readLab(kit, lab).manifest.student.filter(
    (file) => !said.some(([, , named]) => named === file),
  );
  const wrong = said.flatMap(([, lines = "", name = ""]) => {
    const file = join(kit, "solutions", lab, name);
    if (!existsSync(file)) return [`expected ${name} in solutions/${lab}, got no such file`];
    const length = readFileSync(file, "utf8").trimEnd().split("\n").length;
    return length === Number(lines)
      ? []
      : [`expected "${String(length)} lines in \`${name}\`", as our solution has, got ${lines}`];
  });
  return [
    ...missing.map((file) => `expected how many lines our solution has in \`${file}\`, got nothing`),
    ...wrong,
  ];
}

function pointProblems(kit: string, lab: string, handout: string): string[] {
  const { parts, tests } = readLab(kit, lab).manifest;
  const unnamed = tests
    .filter(({ name }) => !handout.includes(`\`${name}\``))
    .map(({ name }) => `expected the test \`${name}\` to be named, got nothing of it`);
  const headings = parts.flatMap(({ part, optional }) => {
    const points = tests.filter((test) => test.part === part).reduce((sum, test) => sum + test.points, 0);
    const [title, unit] = optional === true ? [", optional: ", "points apart"] : [": ", "points"];
    const [begin, end] = [`## Part ${String(part)}${title}`, `(${String(points)} ${unit})`];
    const isThere = handout.split("\n").some((line) => line.startsWith(begin) && line.endsWith(end));
    return isThere ? [] : [`expected a heading "${begin}… ${end}", as lab.json has the points, got none`];
  });
  return [...unnamed, ...headings];
}

function fileProblems(kit: string, lab: string, handout: string): string[] {
  return [lab, `${lab}/given`]
    .filter((folder) => existsSync(join(kit, folder)))
    .flatMap((folder) => readdirSync(join(kit, folder)).filter((name) => name.endsWith(".ts")))
    .filter((name) => !handout.includes(`\`${name}\``))
    .map((name) => `expected the file \`${name}\` to be named, got nothing of it`);
}

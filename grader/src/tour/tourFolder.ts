import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ToolError } from "toolkit/cli/ToolError";

/** The lab of the tour, as long as the tour goes on. */
export const TOUR = "tour";
/** The file with the mistakes. */
export const TOUR_FILE = "server.ts";

const GIVEN = join(__dirname, "../../tour/counter");

const ADD_ONCE = `add({ id, amount }: AddArgs): number {
    const answered = this.answers.get(id);
    if (answered !== undefined) return answered;
`;

/** What repairs the mistakes, in order: in the file as it is given, the first text becomes the second. */
const REPAIRS: readonly (readonly (readonly [from: string, to: string])[])[] = [
  [["this.total = amount;", "this.total += amount;"]],
  [
    [
      "  private total = 0;\n",
      "  private total = 0;\n  private readonly answers = new Map<string, number>();\n",
    ],
    ["add({ amount }: AddArgs): number {\n", ADD_ONCE],
    [
      "    return this.total;\n  }\n\n  read",
      "    this.answers.set(id, this.total);\n    return this.total;\n  }\n\n  read",
    ],
  ],
];

/**
 * Makes the lab of the tour, as new, in the folder "tour" of the repository. Throws ToolError where there is such a folder
 * that is not the tour's.
 */
export function makeTourFolder(root: string): void {
  const folder = join(root, TOUR);
  if (existsSync(folder) && !existsSync(join(folder, "lab.json")))
    throw new ToolError(`expected no folder ${TOUR}, or that of an earlier tour, got ${folder}; rename it`);
  rmSync(folder, { recursive: true, force: true });
  cpSync(GIVEN, folder, { recursive: true });
}

/** Whether nobody has changed the file with the mistakes. */
export function isTourFileAsGiven(root: string): boolean {
  return readFileSync(join(root, TOUR, TOUR_FILE), "utf8") === readFileSync(join(GIVEN, TOUR_FILE), "utf8");
}

/** Removes the lab of the tour. Its reports stay. */
export function removeTourFolder(root: string): void {
  rmSync(join(root, TOUR), { recursive: true, force: true });
}

/** Repairs the file for who does not want to. @param count of the first so many mistakes */
export function repairTourFile(root: string, count: number): void {
  let text = readFileSync(join(GIVEN, TOUR_FILE), "utf8");
  for (const [from, to] of REPAIRS.slice(0, count).flat()) text = text.replace(from, to);
  writeFileSync(join(root, TOUR, TOUR_FILE), text);
}

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readLab } from "toolkit/labs/readLab";
import { ToolError } from "toolkit/cli/ToolError";

/** What a file throws that nobody has written yet. An import that was left over is no stub. */
const STUB = /\bnew NotImplemented\b/;

/**
 * Throws ToolError when a file that students are to fill in has no stub left: whoever tried a lab out in the kit's own
 * folder would hand out a solution. Of a file that is written in part nothing is said.
 */
export function refuseHandoutOfWrittenStubs(root: string, labs: readonly string[]): void {
  for (const lab of labs) {
    for (const name of readLab(root, lab).manifest.student) {
      const file = `${lab}/${name}`;
      if (!existsSync(join(root, file)) || STUB.test(readFileSync(join(root, file), "utf8"))) continue;
      throw new ToolError(
        `expected stubs in ${file}, got code that throws no NotImplemented: students would get it. Keep your code elsewhere and put the stubs back (git checkout ${file}); or, if they are to have it, name the file under "given" in ${lab}/lab.json and not under "student"`,
      );
    }
  }
}

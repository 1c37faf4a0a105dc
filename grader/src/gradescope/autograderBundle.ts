import { zipSync, type Zippable } from "fflate";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { GradescopeVisibility } from "../formats/platforms/gradescopeFormat";
import { handoutFiles } from "../handout/handoutFiles";
import { KIT_VERSION_FILE, versionOfKit } from "toolkit/files/kitVersion";
import { autograderRunScript, autograderSetupScript } from "./scripts";

/** Permissions of a file on Unix, where the zip format keeps them. */
const EXECUTABLE = 0o100755 << 16;
const PLAIN = 0o100644 << 16;
const UNIX = 3;

/** What goes into the archive besides what students get. */
export interface AutograderSecrets {
  /** Secret seeds; may be empty. */
  readonly seeds: readonly number[];
  /** Folder of the lab's hidden tests, absolute, and when students see their results. */
  readonly hidden?: { readonly folder: string; readonly visibility: GradescopeVisibility };
}

/** The archive that a teacher uploads to Gradescope: setup.sh, run_autograder, and in `kit` what students get too. */
export function autograderBundle(
  root: string,
  lab: string,
  { seeds, hidden }: AutograderSecrets,
): Uint8Array {
  const run = autograderRunScript(lab, {
    seeds: seeds.length > 0,
    ...(hidden === undefined ? {} : { hidden: hidden.visibility }),
  });
  const files: Zippable = {
    "setup.sh": executableAutograderEntry(autograderSetupScript()),
    run_autograder: executableAutograderEntry(run),
  };
  for (const [name, text] of handoutFiles(root, { labs: [lab], ways: [] }))
    files[`kit/${name}`] = plainAutograderEntry(text);
  files[`kit/${KIT_VERSION_FILE}`] = plainAutograderEntry(`${JSON.stringify(versionOfKit())}\n`);
  if (seeds.length > 0) files["secret-seeds.txt"] = plainAutograderEntry(`${seeds.join("\n")}\n`);
  if (hidden !== undefined)
    for (const file of autograderHiddenTestFiles(hidden.folder))
      files[`hidden/${lab}/${file}`] = plainAutograderEntry(readFileSync(join(hidden.folder, file)));
  return zipSync(files);
}

function executableAutograderEntry(text: string): Zippable[string] {
  return [Buffer.from(text), { os: UNIX, attrs: EXECUTABLE }];
}

function plainAutograderEntry(content: string | Buffer): Zippable[string] {
  return [typeof content === "string" ? Buffer.from(content) : content, { os: UNIX, attrs: PLAIN }];
}

/** Names of all files in a folder and below it, with forward slashes. */
function autograderHiddenTestFiles(folder: string, above = ""): string[] {
  return readdirSync(join(folder, above), { withFileTypes: true }).flatMap((entry) => {
    const name = `${above}${entry.name}`;
    return entry.isDirectory() ? autograderHiddenTestFiles(folder, `${name}/`) : [name];
  });
}

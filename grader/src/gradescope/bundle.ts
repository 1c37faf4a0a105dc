import { zipSync, type Zippable } from "fflate";
import { handoutFiles } from "../handout/handoutFiles";
import { runScript, setupScript } from "./scripts";

/** Permissions of a file on Unix, where the zip format keeps them. */
const EXECUTABLE = 0o100755 << 16;
const PLAIN = 0o100644 << 16;
const UNIX = 3;

/**
 * The archive that a teacher uploads to Gradescope: setup.sh, run_autograder, and in `kit` what students get too.
 *
 * @param seeds text of a file with secret seeds
 */
export function bundle(root: string, lab: string, seeds?: string): Uint8Array {
  const files: Zippable = {
    "setup.sh": executable(setupScript()),
    run_autograder: executable(runScript(lab, { seeds: seeds !== undefined })),
  };
  for (const [name, text] of handoutFiles(root, { labs: [lab], ways: [] }))
    files[`kit/${name}`] = plain(text);
  if (seeds !== undefined) files["secret-seeds.txt"] = plain(seeds);
  return zipSync(files);
}

function executable(text: string): Zippable[string] {
  return [Buffer.from(text), { os: UNIX, attrs: EXECUTABLE }];
}

function plain(text: string): Zippable[string] {
  return [Buffer.from(text), { os: UNIX, attrs: PLAIN }];
}

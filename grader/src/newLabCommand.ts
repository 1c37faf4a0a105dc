import { newLab } from "./newLab/newLab";
import { processSurroundings } from "toolkit/cli/processSurroundings";

/** Runs the `new-lab` command in this process and sets its exit code. */
export function run(): void {
  void newLab(process.argv.slice(2), processSurroundings()).then((code) => {
    process.exitCode = code;
  });
}

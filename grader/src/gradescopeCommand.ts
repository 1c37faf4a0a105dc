import { gradescope } from "./gradescope/gradescope";
import { processSurroundings } from "toolkit/cli/processSurroundings";

/** Runs the `gradescope` command in this process and sets its exit code. */
export function run(): void {
  void gradescope(process.argv.slice(2), processSurroundings()).then((code) => {
    process.exitCode = code;
  });
}

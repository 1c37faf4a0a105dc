import { handout } from "./handout/handout";
import { processSurroundings } from "toolkit/cli/processSurroundings";

/** Runs the `handout` command in this process and sets its exit code. */
export function run(): void {
  void handout(process.argv.slice(2), processSurroundings()).then((code) => {
    process.exitCode = code;
  });
}

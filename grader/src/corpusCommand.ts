import { corpus } from "./corpus/corpus";
import { processSurroundings } from "toolkit/cli/processSurroundings";

/** Runs the `corpus` command in this process and sets its exit code. */
export function run(): void {
  void corpus(process.argv.slice(2), processSurroundings()).then((code) => {
    process.exitCode = code;
  });
}

import { replay } from "./replay/replay";
import { processSurroundings } from "toolkit/cli/processSurroundings";

/** Runs the `replay` command in this process and sets its exit code. */
export function run(): void {
  void replay(process.argv.slice(2), processSurroundings()).then((code) => {
    process.exitCode = code;
  });
}

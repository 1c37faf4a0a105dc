import { processSurroundings } from "toolkit/cli/processSurroundings";
import { attacks } from "./attacks";

/** Runs the `attacks` command in this process and sets its exit code. */
export function run(): void {
  void attacks(process.argv.slice(2), processSurroundings()).then((code) => {
    process.exitCode = code;
  });
}

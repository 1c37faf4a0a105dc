import { verify } from "./verify/verify";
import { processSurroundings } from "toolkit/cli/processSurroundings";

/** Runs the `verify` command in this process and sets its exit code. */
export function run(): void {
  void verify(process.argv.slice(2), processSurroundings()).then((code) => {
    process.exitCode = code;
  });
}

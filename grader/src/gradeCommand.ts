import { grade } from "./grade/grade";
import { processSurroundings } from "toolkit/cli/processSurroundings";

/** Runs the `grade` command in this process and sets its exit code. */
export function run(): void {
  void grade(process.argv.slice(2), processSurroundings()).then((code) => {
    process.exitCode = code;
  });
}

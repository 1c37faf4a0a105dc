import { grade } from "./grade";
import { processSurroundings } from "./processSurroundings";

/** Runs the `grade` command in this process and sets its exit code. */
export function run(): void {
  void grade(process.argv.slice(2), processSurroundings()).then((code) => {
    process.exitCode = code;
  });
}

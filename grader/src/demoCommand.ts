import { demo } from "./demo/demo";
import { processSurroundings } from "toolkit/cli/processSurroundings";

/** Runs the `demo` command in this process and sets its exit code. */
export function run(): void {
  void demo(process.argv.slice(2), processSurroundings()).then((code) => {
    process.exitCode = code;
  });
}

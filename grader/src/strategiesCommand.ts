import { processSurroundings } from "toolkit/cli/processSurroundings";
import { strategies } from "./strategies/strategies";

/** Runs the `strategies` command in this process and sets its exit code. Ctrl-C ends the measuring. */
export function run(): void {
  const interrupted = new AbortController();
  const surroundings = processSurroundings(() => {
    interrupted.abort();
  });
  void strategies(process.argv.slice(2), { ...surroundings, signal: interrupted.signal }).then((code) => {
    process.exitCode = code;
  });
}

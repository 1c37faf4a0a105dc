import { explore } from "./explore/explore";
import { processSurroundings } from "toolkit/cli/processSurroundings";

/** Runs the `explore` command in this process and sets its exit code. Ctrl-C ends the search, not the command. */
export function run(): void {
  const interrupted = new AbortController();
  const surroundings = processSurroundings(() => {
    interrupted.abort();
  });
  void explore(process.argv.slice(2), { ...surroundings, signal: interrupted.signal }).then((code) => {
    process.exitCode = code;
  });
}

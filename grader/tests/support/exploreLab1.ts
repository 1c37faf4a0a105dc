import { runExploreCommand } from "../../src/explore/runExploreCommand";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { runReplayCommand } from "../../src/replay/runReplayCommand";
import { runCommand, type Ran } from "./runGrade";

/** `explore lab1` with these arguments, on the kit's own lab. */
export function exploreLab1(...args: string[]): Promise<Ran> {
  return runCommand(runExploreCommand, ["lab1", ...args], { root: KIT_ROOT, cwd: KIT_ROOT });
}

/** `replay` with these arguments, where `exploreLab1` wrote its files. */
export function replayLab1(...args: string[]): Promise<Ran> {
  return runCommand(runReplayCommand, args, { root: KIT_ROOT, cwd: KIT_ROOT });
}

/** The arguments that have a chaff of lab 1 explored. */
export function chaff(name: string): string[] {
  return ["--submission", `corpus/lab1/chaffs/${name}`];
}

/** The arguments of the command that the output says replays the failure. */
export function replayOf(out: string): string[] {
  const [, args = ""] = /replay +npm run explore \w+ -- (.*)/.exec(out) ?? [];
  return args.split(" ");
}

/** The arguments of the command that the output says runs the counterexample again. */
export function causeOf(out: string): string[] {
  const [, args = ""] = /minimal {3}npm run replay -- (.*)/.exec(out) ?? [];
  return args.split(" ");
}

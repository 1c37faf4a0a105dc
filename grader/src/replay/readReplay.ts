import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { readShape } from "../readShape";
import { ToolError } from "../ToolError";
import { replay, type Replay } from "./ReplayFile";
import { decodeReplay, isReplayCode } from "./replayCode";

/** Reads a replay from a code, or from a file's path. Throws ToolError for what is neither. */
export function readReplay(what: string, cwd: string): Replay {
  if (isReplayCode(what)) return decodeReplay(what);
  const file = resolve(cwd, what);
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const problem =
      (error as NodeJS.ErrnoException).code === "ENOENT" ? "no such file" : (error as Error).message;
    throw new ToolError(
      `expected a replay: a file such as reports/lab1/TestBasic.replay.json, or a code that begins with replay2.; got ${what} (${problem})`,
    );
  }
  const read = readShape(replay, data);
  if (read.kind === "wrong") throw new ToolError(`${what} is no whole replay\n${read.problems}`);
  return read.data;
}

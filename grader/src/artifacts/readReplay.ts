import { resolve } from "node:path";
import { decodeText } from "toolkit/files/decodeText";
import { readNamedFile } from "toolkit/files/readNamedFile";
import { readShape } from "toolkit/files/readShape";
import { ToolError } from "toolkit/cli/ToolError";
import { replayFile, type ReplayFile } from "./ReplayFile";
import { decodeReplay, isReplayCode } from "./replayCode";

/** Reads a replay from a code, or from a file's path. Throws ToolError for what is neither. */
export function readReplay(what: string, cwd: string): ReplayFile {
  if (isReplayCode(what)) return decodeReplay(what);
  const file = resolve(cwd, what);
  const found = readNamedFile(file);
  const data = found.kind === "content" ? parsedReplayJson(decodeText(found.bytes)) : { problem: found.why };
  if ("problem" in data)
    throw new ToolError(
      `expected a replay: a file such as reports/lab1/TestBasic.replay.json, or a code that begins with replay2.; got ${what} (${data.problem === "ENOENT" ? "no such file" : data.problem})`,
    );
  const read = readShape(replayFile, data.json);
  if (read.kind === "wrong") throw new ToolError(`${what} is not a complete replay\n${read.problems}`);
  return read.data;
}

function parsedReplayJson(text: string): { readonly json: unknown } | { readonly problem: string } {
  try {
    return { json: JSON.parse(text) as unknown };
  } catch {
    // What a parser says quotes the file.
    return { problem: "it is not JSON" };
  }
}

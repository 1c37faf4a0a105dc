import { deflateRawSync, inflateRawSync } from "node:zlib";
import { ToolError } from "../ToolError";
import { replay, type Replay } from "./ReplayFile";

/** What a code begins with; a change of its format gets another one. */
const MARK = "replay1.";

/** A replay as a short text without spaces, to copy into a message or a command line. Its events are left out. */
export function encodeReplay(replay: Replay): string {
  const { lab, test, seed, plan, signature, search, runs, checkpoints } = replay;
  const { every, hashes, events } = checkpoints ?? { every: 0, hashes: [], events: 0 };
  const { faults, leftOut, untilMs } = plan;
  const head = [lab, test, seed, signature, search === "minimal" ? 0 : 1, runs];
  const packed = [...head, faults, leftOut, untilMs ?? null, every, hashes.join(""), events];
  return `${MARK}${deflateRawSync(JSON.stringify(packed), { level: 9 }).toString("base64url")}`;
}

/** Whether a text is meant as such a code. */
export function isReplayCode(text: string): boolean {
  return text.startsWith(MARK);
}

/** Throws ToolError when the code is not whole. */
export function decodeReplay(code: string): Replay {
  try {
    const bytes = inflateRawSync(Buffer.from(code.slice(MARK.length), "base64url"), {
      maxOutputLength: 10_000_000,
    });
    const [lab, test, seed, signature, search, runs, faults, leftOut, untilMs, every, hashes, events] =
      JSON.parse(bytes.toString()) as unknown[];
    return replay.parse({
      schema: "replay/v1",
      lab,
      test,
      seed,
      plan: { faults, leftOut, ...(untilMs === null ? {} : { untilMs }) },
      signature,
      search: search === 0 ? "minimal" : "budget",
      runs,
      ...(every === 0 ? {} : { checkpoints: { every, hashes: String(hashes).match(/.{6}/g) ?? [], events } }),
    });
  } catch {
    throw new ToolError(
      "expected a whole replay code, got one that does not decode; copy it again, all of it",
    );
  }
}

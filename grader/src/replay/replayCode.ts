import { deflateRawSync, inflateRawSync } from "node:zlib";
import { ToolError } from "../ToolError";
import { replay, type Replay } from "./ReplayFile";

/** What a code begins with; a change of its format gets another one. */
const MARK = "replay1.";

/** A replay as a short text without spaces, to copy into a message or a command line. Its events are left out. */
export function encodeReplay({ lab, test, seed, plan, checkpoints }: Replay): string {
  const { every, hashes, events } = checkpoints;
  const packed = [lab, test, seed, plan.faults, plan.leftOut, every, hashes.join(""), events];
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
    const [lab, test, seed, faults, leftOut, every, hashes, events] = JSON.parse(
      bytes.toString(),
    ) as unknown[];
    return replay.parse({
      schema: "replay/v1",
      lab,
      test,
      seed,
      plan: { faults, leftOut },
      checkpoints: { every, hashes: String(hashes).match(/.{6}/g) ?? [], events },
    });
  } catch {
    throw new ToolError(
      "expected a whole replay code, got one that does not decode; copy it again, all of it",
    );
  }
}

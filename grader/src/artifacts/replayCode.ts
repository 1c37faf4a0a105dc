import { deflateRawSync, inflateRawSync } from "node:zlib";
import { ToolError } from "toolkit/cli/ToolError";
import { replayFile, replayHash, type ReplayFile } from "./ReplayFile";

/** What a code begins with; a change of its format gets another one. */
const MARK = "replay2.";
/** Codes of this kind have no check and no strategy. They are still read. */
const FIRST_MARK = "replay1.";
/** Characters of the check at the end of a code: a hash of what stands before. */
const CHECK = 6;

/** A replay as a short text without spaces, to copy into a message or a command line. Its events are left out. */
export function encodeReplay(replay: ReplayFile): string {
  const { lab, test, seed, plan, strategy, signature, search, runs, checkpoints } = replay;
  const { every, hashes, events } = checkpoints ?? { every: 0, hashes: [], events: 0 };
  const { faults, leftOut, untilMs, dimensions } = plan;
  const head = [lab, test, seed, signature, search === "minimal" ? 0 : 1, runs];
  const tail =
    dimensions !== undefined ? [strategy ?? null, dimensions] : strategy === undefined ? [] : [strategy];
  const packed = [...head, faults, leftOut, untilMs ?? null, every, hashes.join(""), events, ...tail];
  const text = deflateRawSync(JSON.stringify(packed), { level: 9 }).toString("base64url");
  return `${MARK}${text}${replayHash(text)}`;
}

/** Whether a text is meant as such a code. */
export function isReplayCode(text: string): boolean {
  return text.startsWith(MARK) || text.startsWith(FIRST_MARK);
}

/** Throws ToolError when a character of the code is missing, too many or another one. */
export function decodeReplay(code: string): ReplayFile {
  try {
    const [
      lab,
      test,
      seed,
      signature,
      search,
      runs,
      faults,
      leftOut,
      untilMs,
      every,
      hashes,
      events,
      strategy,
      dimensions,
    ] = unpackReplayCode(textOfReplayCode(code));
    return replayFile.parse({
      schema: "replay/v1",
      lab,
      test,
      seed,
      plan: {
        faults,
        leftOut,
        ...(untilMs === null ? {} : { untilMs }),
        ...(dimensions === undefined ? {} : { dimensions }),
      },
      ...(strategy === undefined || strategy === null ? {} : { strategy }),
      signature,
      search: search === 0 ? "minimal" : "budget",
      runs,
      ...(every === 0 ? {} : { checkpoints: { every, hashes: String(hashes).match(/.{6}/g) ?? [], events } }),
    });
  } catch {
    throw new ToolError(
      "expected a complete replay code, got one with missing, extra or changed characters; copy all of it and nothing else",
    );
  }
}

/** What is between the mark and the check. */
function textOfReplayCode(code: string): string {
  if (code.startsWith(FIRST_MARK)) return code.slice(FIRST_MARK.length);
  const text = code.slice(MARK.length, -CHECK);
  if (replayHash(text) !== code.slice(-CHECK)) throw new Error("expected the check to fit");
  return text;
}

/** Reads no further than the text has to be read, so nothing may be left over. */
function unpackReplayCode(text: string): unknown[] {
  const bytes = Buffer.from(text, "base64url");
  if (bytes.toString("base64url") !== text) throw new Error("expected base64url and nothing else");
  // With `info` the answer tells how much was read, which the types do not know.
  const { buffer, engine } = inflateRawSync(bytes, {
    maxOutputLength: 10_000_000,
    info: true,
  }) as unknown as {
    buffer: Buffer;
    engine: { bytesWritten: number };
  };
  if (engine.bytesWritten !== bytes.length) throw new Error("expected nothing after the end");
  return JSON.parse(buffer.toString()) as unknown[];
}

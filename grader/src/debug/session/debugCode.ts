import { deflateRawSync, inflateRawSync } from "node:zlib";
import { debugChoice, faultPlan, type DebugChoice } from "labrpc/records";
import { inShort } from "labrpc/testing";
import { ToolError } from "toolkit/cli/ToolError";
import { z } from "zod";
import { replayHash } from "../../artifacts/ReplayFile";
import type { DebugWhat } from "../worker/debugProtocol";

/** What a code begins with; a change of its format gets another one. */
const MARK = "debug1.";
/** Characters of the check at the end of a code. */
const CHECK = 6;
const MOST_BYTES = 10_000_000;

const what = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("stage"), setup: z.string(), seed: z.int() }),
  z.strictObject({
    kind: z.literal("test"),
    test: z.string(),
    seed: z.int(),
    plan: faultPlan.exactOptional(),
  }),
  z.strictObject({ kind: z.literal("puzzle"), number: z.int().min(1) }),
]);

/** A run that somebody has directed, so that it can be run again. */
export const debugFile = z.strictObject({
  schema: z.literal("debug/v1"),
  lab: z.string(),
  what,
  choices: z.array(debugChoice).max(200_000),
});

export interface DebugFile {
  readonly schema: "debug/v1";
  readonly lab: string;
  readonly what: DebugWhat;
  readonly choices: readonly DebugChoice[];
}

/** Puts events that follow each other in time together. */
export function debugFileOf(lab: string, of: DebugFile["what"], choices: readonly DebugChoice[]): DebugFile {
  return { schema: "debug/v1", lab, what: of, choices: inShort(choices) };
}

/** The same as one line without spaces, to paste into a message. */
export function encodeDebug({ lab, what: of, choices }: DebugFile): string {
  const packed = [lab, of, choices.map(packedChoice)];
  const text = deflateRawSync(JSON.stringify(packed), { level: 9 }).toString("base64url");
  return `${MARK}${text}${replayHash(text)}`;
}

export function isDebugCode(text: string): boolean {
  return text.startsWith(MARK);
}

/** Throws ToolError when a character of the code is missing, too many or another one. */
export function decodeDebug(code: string): DebugFile {
  try {
    const text = code.slice(MARK.length, -CHECK);
    if (replayHash(text) !== code.slice(-CHECK)) throw new Error("expected the check to fit");
    const json = inflateRawSync(Buffer.from(text, "base64url"), { maxOutputLength: MOST_BYTES });
    const [lab, of, choices] = JSON.parse(json.toString("utf8")) as [unknown, unknown, unknown[]];
    return debugFile.parse({ schema: "debug/v1", lab, what: of, choices: choices.map(unpackedChoice) });
  } catch {
    throw new ToolError(
      "expected a complete code of a debugged run, got one with missing, extra or changed characters; copy all of it and nothing else",
    );
  }
}

/** A number for time, a short list for everything else. */
function packedChoice(choice: DebugChoice): unknown {
  if (choice.kind === "next") return choice.events;
  return choice.kind === "do" ? [choice.kind, choice.call, choice.args] : [choice.kind, choice.what];
}

function unpackedChoice(packed: unknown): unknown {
  if (typeof packed === "number") return { kind: "next", events: packed };
  const [kind, name, args] = packed as [unknown, unknown, unknown];
  return kind === "do" ? { kind, call: name, args } : { kind, what: name };
}

import { debugChoice } from "labrpc/records";
import { z } from "zod";

const name = z.string().max(1_000);

const act = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("choice"), choice: debugChoice }),
  z.strictObject({ kind: z.literal("operation"), clerk: name, name, args: z.array(z.json()).max(20) }),
  z.strictObject({ kind: z.literal("new clerk"), name }),
  z.strictObject({ kind: z.literal("until host"), host: name }),
  z.strictObject({ kind: z.literal("until change"), host: name, object: name, path: name }),
  z.strictObject({ kind: z.literal("until failure") }),
]);

/** What a page asks for; see DebugCommand. */
export const debugCommand = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("act"), act }),
  z.strictObject({ kind: z.literal("go"), branch: z.int(), at: z.int() }),
  z.strictObject({ kind: z.literal("restart") }),
]);

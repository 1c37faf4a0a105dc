import { existsSync, readFileSync, renameSync } from "node:fs";
import { z } from "zod";
import type { DeepReadonly } from "labrpc/records";
import { ToolError } from "toolkit/cli/ToolError";
import { kitVersion } from "toolkit/files/kitVersion";
import { latePolicy } from "../late/LatePolicy";
import type { ClassMember } from "../find/findClass";
import { keptFolder } from "../keep/keptFolder";
import { keptRow } from "../keep/KeptRows";
import { rowChange } from "../keep/rowChange";
import { classRow } from "../row/ClassRow";
import { writeKeptFile } from "../keep/writeKeptFile";
import type { ClassResult } from "../run/ClassResult";

const student = z.strictObject({
  id: z.string(),
  name: z.string(),
  columns: z.record(z.string(), z.string()),
});

/** What a grading of a class, or of a shard of one, leaves for `merge`: everything that the tables are made of. */
const classPart = z.strictObject({
  schema: z.literal("class-part/v1"),
  kit: kitVersion,
  shard: z.strictObject({ number: z.int(), of: z.int() }).exactOptional(),
  /** Ids of everybody in the class, whichever shard they are in, in the class's order. */
  everybody: z.array(z.string()),
  members: z.array(z.strictObject({ student, inRoster: z.boolean() })),
  labs: z.array(
    z.strictObject({
      lab: z.string(),
      title: z.string(),
      /** Changes with the lab's manifest and tests. */
      fingerprint: z.string(),
      /** One for each member. */
      results: z.array(keptRow.extend({ isKept: z.boolean() })),
    }),
  ),
  changes: z.array(
    rowChange.extend({
      lab: z.string(),
      id: z.string(),
      name: z.string(),
      now: classRow,
      lateFrom: z.number().exactOptional(),
      lateNow: z.number().exactOptional(),
    }),
  ),
  due: z.record(z.string(), z.number()).exactOptional(),
  policy: latePolicy.exactOptional(),
  /** See Roster. */
  pointsPossible: z.record(z.string(), z.string()).exactOptional(),
});

export type ClassPart = DeepReadonly<z.infer<typeof classPart>>;

/** A class and who else is in it. */
export interface PartOfClass extends ClassResult {
  readonly shard?: ClassPart["shard"];
  /** In the class's order. */
  readonly everybody: readonly ClassMember[];
}

/** Writes a part whole, or not at all. @param out where the class's results are, absolute */
export function writeClassPart(
  out: string,
  { kit, shard, everybody, members, labs, changes, due, policy, pointsPossible }: PartOfClass,
): void {
  const part: ClassPart = {
    schema: "class-part/v1",
    kit,
    ...(shard === undefined ? {} : { shard }),
    everybody: everybody.map(({ student: { id } }) => id),
    members: members.map(({ student: one, inRoster }) => ({ student: one, inRoster })),
    labs,
    changes,
    ...(due === undefined ? {} : { due }),
    ...(policy === undefined ? {} : { policy }),
    ...(pointsPossible === undefined ? {} : { pointsPossible }),
  };
  writeKeptFile(out, keptFolder(out, "part.json"), JSON.stringify(part));
}

/** While a class is being graded, what was there before is no result: it is what the next one is compared with. */
export function setClassPartAside(out: string): void {
  const file = keptFolder(out, "part.json");
  if (existsSync(file)) renameSync(file, keptFolder(out, "before.json"));
}

/** The last grading of the class that came to its end; undefined where there is none, or none that can be read. */
export function earlierClassPart(out: string): ClassPart | undefined {
  try {
    return classPart.parse(JSON.parse(readFileSync(keptFolder(out, "before.json"), "utf8")));
  } catch {
    return undefined;
  }
}

/** Throws ToolError. @param out absolute @param named how the user knows it */
export function readClassPart(out: string, named: string): ClassPart {
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(keptFolder(out, "part.json"), "utf8"));
  } catch {
    throw new ToolError(
      `expected the results of npm run class in ${named}, got none that are finished; run it there until it ends`,
    );
  }
  const read = classPart.safeParse(data);
  if (read.success) return read.data;
  throw new ToolError(
    `expected results of this version of the kit in ${named}, got others; run npm run class there again`,
  );
}

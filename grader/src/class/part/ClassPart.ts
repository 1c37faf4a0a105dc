import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import type { DeepReadonly } from "labrpc/records";
import { ToolError } from "toolkit/cli/ToolError";
import { kitVersion } from "../../labs/kitVersion";
import type { ClassMember } from "../find/findClass";
import { keptFolder } from "../keep/keptFolder";
import { keptRow } from "../keep/KeptRows";
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
      results: z.array(keptRow.pick({ row: true, changed: true }).extend({ isKept: z.boolean() })),
    }),
  ),
});

export type ClassPart = DeepReadonly<z.infer<typeof classPart>>;

/** A class and who else is in it. */
export interface PartOfClass extends ClassResult {
  readonly shard?: ClassPart["shard"];
  /** In the class's order. */
  readonly everybody: readonly ClassMember[];
}

/** Writes a part whole, or not at all. @param out where the class's results are, absolute */
export function writeClassPart(out: string, { kit, shard, everybody, members, labs }: PartOfClass): void {
  const part: ClassPart = {
    schema: "class-part/v1",
    kit,
    ...(shard === undefined ? {} : { shard }),
    everybody: everybody.map(({ student: { id } }) => id),
    members: members.map(({ student: one, inRoster }) => ({ student: one, inRoster })),
    labs: labs.map(({ results, ...lab }) => ({
      ...lab,
      results: results.map(({ row, changed, isKept }) => ({
        row,
        ...(changed === undefined ? {} : { changed }),
        isKept,
      })),
    })),
  };
  const file = keptFolder(out, "part.json");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.${String(process.pid)}`, JSON.stringify(part));
  renameSync(`${file}.${String(process.pid)}`, file);
}

/** While a class is being graded, what was there before is no result. */
export function removeClassPart(out: string): void {
  rmSync(keptFolder(out, "part.json"), { force: true });
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

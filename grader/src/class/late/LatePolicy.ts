import { z } from "zod";
import type { DeepReadonly } from "labrpc/records";
import { decodeText } from "toolkit/files/decodeText";
import { readNamedFile } from "toolkit/files/readNamedFile";
import { readShape } from "toolkit/files/readShape";
import { ToolError } from "toolkit/cli/ToolError";
import type { ClassRow } from "../row/ClassRow";

const days = z.int().min(0);
const percent = z.number().min(0).max(100);

/** What a file of a late policy holds. Days are started days of 24 hours. */
export const latePolicy = z.strictObject({
  /** Days of the term that cost nothing, for each student, over all labs. Default 0. */
  freeDays: days.default(0),
  /** Percent for each day that is not free. Default 0. */
  penaltyPercentPerDay: percent.default(0),
  /** Of what: of the points that the submission got, or of all points of the lab. Default: of the points that it got. */
  percentOf: z.enum(["score", "maxScore"]).default("score"),
  /** With more days than this, free ones not counted, a lab gives nothing. Default: no such limit. */
  mostDays: days.optional(),
  /** Days that a student has been given for a lab: by the student's id, then by lab, or "all". */
  extensions: z.record(z.string(), z.record(z.string(), days)).default({}),
});

export type LatePolicy = DeepReadonly<z.infer<typeof latePolicy>>;

/** What lateness makes of a score. The score itself stays what it is. */
export interface LateScore {
  /** Started days after the deadline and the student's extension. */
  readonly daysLate: number;
  /** Days after the deadline that the extension covers. */
  readonly extended: number;
  /** Those of `daysLate` that were free. */
  readonly freeDays: number;
  /** Points that are left; with one decimal at most. */
  readonly points: number;
}

/** Reads a late policy. Throws ToolError. @param file absolute @param named how the user knows it */
export function readLatePolicy(file: string, named: string): LatePolicy {
  const read = readNamedFile(file);
  if (read.kind === "unreadable")
    throw new ToolError(
      `expected a late policy after --late-policy, got ${named}, which cannot be read (${read.why})`,
    );
  const shape = readShape(latePolicy, parsePolicyJson(decodeText(read.bytes), named));
  if (shape.kind === "wrong") throw new ToolError(`${named} is not a late policy:\n${shape.problems}`);
  return shape.data;
}

function parsePolicyJson(text: string, named: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ToolError(`${named}: expected JSON, got something else: ${(error as Error).message}`);
  }
}

/**
 * Applies a policy to one student's labs, in their order: free days go to the labs that come first.
 *
 * @param rows by lab, in the order of the term
 */
export function lateScores(
  { freeDays, penaltyPercentPerDay, percentOf, mostDays, extensions }: LatePolicy,
  student: string,
  rows: ReadonlyMap<string, ClassRow>,
): ReadonlyMap<string, LateScore> {
  const own = extensions[student] ?? {};
  const scores = new Map<string, LateScore>();
  let left = freeDays;
  for (const [lab, row] of rows) {
    if (row.kind !== "graded") continue;
    const extended = Math.min(row.daysLate ?? 0, own[lab] ?? own.all ?? 0);
    const daysLate = (row.daysLate ?? 0) - extended;
    const free = Math.min(left, daysLate);
    left -= free;
    const counted = daysLate - free;
    const penalty = (row[percentOf] * counted * penaltyPercentPerDay) / 100;
    const points = mostDays !== undefined && counted > mostDays ? 0 : Math.max(0, row.score - penalty);
    scores.set(lab, { daysLate, extended, freeDays: free, points: Math.round(points * 10) / 10 });
  }
  return scores;
}

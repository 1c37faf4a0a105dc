import { createHash } from "node:crypto";
import { join } from "node:path";
import { WorkerPool } from "../../run/WorkerPool";
import type { CheckTypes } from "../../types/TypeCheck";
import { TypeCheckServer } from "../../types/TypeCheckServer";
import type { ClassGrading } from "./ClassGrading";
import type { ClassMember } from "../find/findClass";
import { gradeMember, type GradedMember } from "./gradeMember";
import { KeptRows } from "../keep/KeptRows";
import { KeptRuns } from "../keep/KeptRuns";
import { kitFingerprint } from "../../fingerprint/kitFingerprint";
import { testFingerprints } from "../keep/testFingerprints";

/** What is to be graded, and how. */
export interface ClassRequest extends Pick<
  ClassGrading,
  "root" | "out" | "lab" | "options" | "secretSeeds" | "signal" | "onTest"
> {
  readonly members: readonly ClassMember[];
  /** Default: in a process that stays warm. */
  readonly checkTypes?: CheckTypes;
  readonly onBegin?: (member: ClassMember) => void;
  readonly onEnd?: (member: ClassMember, graded: GradedMember) => void;
}

/** Where a class keeps what it needs to go on later, below the folder of its results. */
const KEPT = ".kept";

/**
 * Grades one lab of a whole class, in processes that all submissions share. Whatever was graded before with the same
 * code, tests, seeds and kit is taken as it is. One submission that cannot be graded stops no other. Returns a result for each member, in
 * order. Rejects when it is stopped: all that was done is kept.
 */
export async function gradeClass(request: ClassRequest): Promise<GradedMember[]> {
  const { lab, members, out, options, secretSeeds, signal, onBegin, onEnd } = request;
  const pool = new WorkerPool(lab, options.jobs);
  const types = new TypeCheckServer();
  const tests = testFingerprints(lab, kitFingerprint());
  const grading: ClassGrading = {
    ...request,
    pool,
    tests,
    testsHash: hashOf([...tests]),
    reportHash: hashOf([lab.manifest, secretSeeds, options.due]),
    runs: new KeptRuns(join(out, KEPT, "runs")),
    rows: new KeptRows(join(out, KEPT, "rows")),
    checkTypes: request.checkTypes ?? types.check,
  };
  const results: GradedMember[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < members.length; index = next++) {
      const member = members[index] as ClassMember;
      signal?.throwIfAborted();
      onBegin?.(member);
      const graded = await gradeMember(grading, member);
      results[index] = graded;
      onEnd?.(member, graded);
    }
  };
  try {
    // One more than there are processes: while the last tests of one run, the first of the next do.
    await Promise.all(Array.from({ length: options.jobs + 1 }, work));
  } finally {
    pool.stop();
    types.stop();
  }
  return results;
}

function hashOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 40);
}

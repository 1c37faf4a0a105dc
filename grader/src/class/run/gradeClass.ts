import { createHash } from "node:crypto";
import type { GradingIsolation } from "../../grade/gradingIsolation";
import { versionOfKit } from "toolkit/files/kitVersion";
import { WorkerPool } from "../../run/WorkerPool";
import type { CheckTypes } from "../../types/TypeCheck";
import { TypeCheckServer } from "../../types/TypeCheckServer";
import type { ClassGrading } from "./ClassGrading";
import type { ClassMember } from "../find/findClass";
import { gradeMember, type GradedMember } from "./gradeMember";
import { KeptCode } from "../keep/KeptCode";
import { KeptRows } from "../keep/KeptRows";
import { KeptRuns } from "../keep/KeptRuns";
import { kitFingerprint } from "../../fingerprint/kitFingerprint";
import { labFingerprint } from "../keep/labFingerprint";
import { labParts } from "../keep/labParts";
import { testFingerprints } from "../keep/testFingerprints";

/** What is to be graded, and how. */
export interface ClassRequest extends Pick<
  ClassGrading,
  "root" | "out" | "lab" | "options" | "handInTimes" | "secretSeeds" | "signal" | "run"
> {
  readonly members: readonly ClassMember[];
  /** Default: in a process that stays warm. */
  readonly checkTypes?: CheckTypes;
  /** Whether to keep what the students wrote, to compare it. Default: false. */
  readonly keepsCode?: boolean;
  /** How student code is kept apart. Default: not at all. */
  readonly isolation?: GradingIsolation;
  readonly onBegin?: (member: ClassMember) => void;
  readonly onEnd?: (member: ClassMember, graded: GradedMember) => void;
}

/** Submissions that wait for workers elsewhere, of which nobody knows how many there are. */
const QUEUED_AT_A_TIME = 64;

/** What became of everybody, in the order of the members. */
export interface GradedClass {
  readonly results: readonly GradedMember[];
  /** See labFingerprint. */
  readonly fingerprint: string;
}

/**
 * Grades one lab of a whole class, in processes that all submissions share. Whatever was graded before with the same
 * code, tests, seeds and kit is taken as it is. One submission that cannot be graded stops no other. Rejects when it is
 * stopped: all that was done is kept.
 */
export async function gradeClass(request: ClassRequest): Promise<GradedClass> {
  const { lab, members, out, options, secretSeeds, signal, onBegin, onEnd } = request;
  const { isolation = { tier: "none" } } = request;
  const pool = new WorkerPool(lab, options.jobs, isolation.worker);
  const types = new TypeCheckServer();
  const kit = kitFingerprint();
  const parts = labParts(lab);
  const grading: ClassGrading = {
    ...request,
    isolation,
    pool,
    tests: testFingerprints(parts, kit),
    basis: {
      kit,
      version: versionOfKit(),
      shared: parts.shared,
      tests: Object.fromEntries(parts.tests),
      manifest: hashOf(lab.manifest),
      secretSeeds: hashOf(secretSeeds),
      walls: isolation.tier,
    },
    runs: new KeptRuns(out),
    rows: new KeptRows(out),
    code: new KeptCode(out),
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
    const atATime = request.run === undefined ? options.jobs + 1 : QUEUED_AT_A_TIME;
    await Promise.all(Array.from({ length: atATime }, work));
  } finally {
    pool.stop();
    types.stop();
  }
  return { results, fingerprint: labFingerprint(lab, parts) };
}

function hashOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 40);
}

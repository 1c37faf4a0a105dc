import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { GradedDeterminismSubject } from "./gradeDeterminismSubjects";
import { DeterminismLoad } from "./DeterminismLoad";
import type { DeterminismNode } from "./DeterminismNode";
import type { DeterminismSubject } from "./determinismSubjects";

/** One time that all subjects are graded. */
export interface DeterminismRound {
  readonly name: string;
  readonly node: DeterminismNode;
  /** The kit that grades, absolute. */
  readonly root: string;
  /** Busy processes beside it. */
  readonly load: number;
  /** What `grade --isolation` is told. */
  readonly isolation: string;
}

/** Grades all subjects in a process of its own. Rejects when that process ends before it has graded them all. */
export async function runDeterminismRound(
  { node, root, load, isolation }: DeterminismRound,
  subjects: readonly DeterminismSubject[],
  onGraded: (graded: GradedDeterminismSubject, index: number) => void,
): Promise<GradedDeterminismSubject[]> {
  const busy = new DeterminismLoad(load);
  try {
    const register = join(root, "toolkit/bin/register.js");
    const program = join(root, "scripts/determinism/gradeDeterminismSubjects.ts");
    const asked = subjects.map((subject) => ({
      ...subject,
      args: [...subject.args, "--isolation", isolation],
    }));
    const child = spawn(node.program, ["-r", register, program, JSON.stringify(asked)], {
      cwd: root,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = once(child, "close");
    const graded: GradedDeterminismSubject[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      const one = JSON.parse(line) as GradedDeterminismSubject;
      onGraded(one, graded.length);
      graded.push(one);
    }
    const [code, signal] = (await ended) as [number | null, string | null];
    if (graded.length !== subjects.length)
      throw new Error(
        `expected ${String(subjects.length)} reports from Node ${node.version}, got ${String(graded.length)}; it ended with ${String(signal ?? code)}, see what it printed above`,
      );
    return graded;
  } finally {
    busy.end();
  }
}

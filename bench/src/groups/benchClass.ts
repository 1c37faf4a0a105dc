import { freshFolder } from "toolkit/files/freshFolder";
import { join } from "node:path";
import {
  benchClassRows,
  differingBenchRows,
  isSameScore,
  runBenchClass,
  runBenchSingle,
} from "../class/BenchClassRun";
import { writeBenchClass } from "../class/writeBenchClass";
import type { BenchFigure, BenchGroup } from "../measure/BenchFigure";

const STUDENTS = 40;
const SINGLES = 40;
const KILLS = 20;
/** Seconds for 400 submissions, on two cores that do nothing else. */
const TARGET_SECONDS = 900 / 400;

/**
 * What a class made of lab 1's corpus takes, a second time too; what its submissions take one by one; and whether
 * a class that is killed again and again comes to the same.
 */
export const benchClass: BenchGroup = async function* (
  progress,
  { students = STUDENTS, singles = SINGLES, kills = KILLS },
) {
  const { folder, dispose } = freshFolder("kit-bench-archive");
  try {
    const made = await writeBenchClass(folder, students);
    const out = join(folder, "out");
    const name = `class of ${String(students)}`;
    progress(name);
    const whole = await runBenchClass(made, out);
    yield figure(`${name}: time`, whole.wallMs / 1000, "s", TARGET_SECONDS * students);
    yield figure(`${name}: processor time of a submission`, whole.cpuMs / 1000 / students, "s");
    yield figure(`${name}: memory of all processes together`, whole.togetherMb, "MB");
    const rows = benchClassRows(out);
    yield figure(`${name}: students without a row`, students + made.missing - rows.size, "", 0);

    progress(`${name}, a second time`);
    const again = await runBenchClass(made, out);
    yield figure(`${name}: the second time`, again.wallMs / 1000, "s", 10);

    const alone = everyNth(
      made.students.filter((one) => one.folder !== undefined),
      singles,
    );
    let [cpuMs, different] = [0, 0];
    for (const [at, student] of alone.entries()) {
      progress(`${student.id} alone (${String(at + 1)} of ${String(alone.length)})`);
      const single = await runBenchSingle(student.folder ?? "", join(folder, "single"));
      cpuMs += single.cpuMs;
      if (isSameScore(rows.get(student.id), single.row)) continue;
      different += 1;
      progress(`${student.id} (${student.kind}, ${student.program}) got other points`);
    }
    yield figure(
      `graded alone: processor time of each of ${String(alone.length)}`,
      cpuMs / alone.length / 1000,
      "s",
    );
    yield figure("graded alone: students with other points", different, "", 0);
    // Those that cannot be graded alone cost a class next to nothing; they count as though they cost nothing alone too.
    const able = made.students.filter((one) => one.folder !== undefined).length;
    const share = whole.cpuMs / ((cpuMs / alone.length) * able);
    yield figure(`${name}: processor time, as a part of that of single gradings`, share, "", 0.5);

    if (kills === 0) return;
    const killed = join(folder, "killed");
    for (let kill = 0; kill < kills; kill++) {
      const killAfterMs = Math.random() * 2 * Math.max(4000, whole.wallMs / kills);
      progress(
        `${name}, killed after ${(killAfterMs / 1000).toFixed(1)} s (${String(kill + 1)} of ${String(kills)})`,
      );
      await runBenchClass(made, killed, { killAfterMs });
    }
    await runBenchClass(made, killed);
    const lost = differingBenchRows(rows, benchClassRows(killed));
    if (lost.length > 0) progress(`other rows: ${lost.join(", ")}`);
    yield figure(`${name}, killed ${String(kills)} times: rows lost or changed`, lost.length, "", 0);
  } finally {
    dispose();
  }
};

function figure(name: string, value: number, unit: string, target?: number): BenchFigure {
  return { name, value, unit, better: "lower", ...(target === undefined ? {} : { target }) };
}

/** So many of a list, with equal steps between them. */
function everyNth<T>(list: readonly T[], wanted: number): T[] {
  const step = Math.max(1, list.length / wanted);
  return Array.from({ length: Math.min(wanted, list.length) }, (_, at) => list[Math.floor(at * step)] as T);
}

import { resolve } from "node:path";
import { readLab } from "toolkit/labs/readLab";
import type { GradeContext } from "../grade/GradeContext";
import { gradingIsolation } from "../grade/gradingIsolation";
import { secretSeedsOf } from "../grade/secretSeeds";
import { hasHiddenTests, withHiddenTests } from "../labs/withHiddenTests";
import type { ClassOptions } from "./classOptions";
import { classProgress } from "./classProgress";
import type { ClassMember } from "./find/findClass";
import type { HandInTimes } from "./find/readHandInTimes";
import { pointsOfRow } from "./row/pointsOfRow";
import { QueuedTests } from "./queue/QueuedTests";
import { tellWithoutWorkers } from "./queue/tellWithoutWorkers";
import { deadlineOfLab } from "./late/ClassDeadlines";
import type { ClassLabResult } from "./run/ClassResult";
import { gradeClass } from "./run/gradeClass";

/** One lab of a class, as the command line asks for it. */
export interface ClassLabRequest {
  readonly lab: string;
  readonly members: readonly ClassMember[];
  /** Absolute. */
  readonly out: string;
  readonly options: ClassOptions;
  readonly handInTimes?: HandInTimes;
}

/** Grades one lab of a whole class, and shows how far it has come. */
export async function gradeClassLab(
  { lab: name, members, out, options, handInTimes }: ClassLabRequest,
  context: GradeContext,
): Promise<ClassLabResult> {
  const { root, terminal, printError, signal, checkTypes } = context;
  const lab = withHiddenTests(readLab(root, name), hiddenTestsOf(options, name, context), context);
  const secretSeeds = secretSeedsOf({ ...options, watch: false }, context);
  const hasSecrets = secretSeeds.length > 0 || lab.hidden !== undefined;
  const isolation = gradingIsolation(lab, options.isolation, { hasSecrets, isClass: true });
  const { queue } = options;
  const due = deadlineOfLab(options.due, name);
  const queued = queue === undefined ? undefined : await QueuedTests.open(queue, lab, isolation.tier);
  const over = new AbortController();
  if (queued !== undefined)
    void tellWithoutWorkers(queued, {
      tell: () => {
        printError(
          `No worker with this kit and these walls listens for ${name}; start some: npm run class-worker -- --queue URL\n`,
        );
      },
      signal: over.signal,
    });
  const progress = classProgress(name, members.length, { terminal, print: printError });
  try {
    const graded = await gradeClass({
      root,
      out,
      lab,
      members,
      options: { jobs: options.jobs, ...(due === undefined ? {} : { due }) },
      ...(handInTimes === undefined ? {} : { handInTimes }),
      secretSeeds,
      isolation,
      ...(queued === undefined ? {} : { run: queued.run }),
      keepsCode: options.similarity === true,
      ...(signal === undefined ? {} : { signal }),
      ...(checkTypes === undefined ? {} : { checkTypes }),
      onBegin: ({ student }) => {
        progress.begins(student.name);
      },
      onEnd: ({ student }, { row, isKept }) => {
        const ran = isKept ? "kept" : row.kind === "graded" ? "ran" : "not graded";
        progress.ends(student.name, pointsOfRow(row), ran);
      },
    });
    return { lab: name, title: lab.manifest.title, ...graded };
  } finally {
    progress.stop();
    over.abort();
    await queued?.close();
  }
}

/** Of several labs, not all need hidden tests. */
function hiddenTestsOf(
  { hiddenTests }: ClassOptions,
  lab: string,
  { cwd }: GradeContext,
): { readonly watch: false; readonly hiddenTests?: string } {
  if (hiddenTests === undefined) return { watch: false };
  return { watch: false, hiddenTests: hasHiddenTests(resolve(cwd, hiddenTests), lab) ? hiddenTests : "" };
}

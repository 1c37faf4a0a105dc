import { join } from "node:path";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { EXIT } from "toolkit/cli/EXIT";
import { submissionChoiceOf } from "toolkit/submission/submissionChoiceOf";
import { ToolError } from "toolkit/cli/ToolError";
import { readLab, type Lab } from "toolkit/labs/readLab";
import { findSubmission } from "toolkit/submission/findSubmission";
import type { ReplayFile } from "../../artifacts/ReplayFile";
import { troubleText } from "../../protocol/trouble";
import { readReplay } from "../../artifacts/readReplay";
import { reportFailureOfTest } from "../../report/reportFailureOfTest";
import { replayInWorker } from "../../replay/replayInWorker";
import { subjectOfReplay } from "../../replay/subjectOfReplay";
import { exploreFindingsFolder } from "../search/exploreFindingsFolder";
import type { ExploreOptions } from "../search/ExploreOptions";
import { checkAfterFix } from "./checkAfterFix";
import { readCurve } from "./curveFile";
import { measureCurve } from "./measureCurve";
import type { RewoundReplay } from "./RewoundReplay";

/** Without --for, real ms. */
const DEFAULT_FOR_MS = 30_000;

/**
 * `explore -- --from FILE`: says how likely the failure of a replay is from its moments on; or, where the code has been
 * mended, how sure it is that the failure is gone. Exit code 0 when no run fails any more, 1 when the failure is there.
 *
 * @param asked the lab that the command line names
 */
export async function runRewind(
  options: ExploreOptions,
  asked: string | undefined,
  context: CommandContext,
): Promise<number> {
  const { root, cwd, signal, terminal } = context;
  const from = String(options.from);
  const replay = readReplay(from, cwd);
  const lab = readLab(root, replay.lab);
  if (asked !== undefined && asked !== lab.name)
    throw new ToolError(`expected a replay of ${asked}, got one of ${lab.name}; leave the lab out`);
  expectTestOverSeeds(lab, replay);
  const { test, request } = subjectOfReplay(lab, replay);
  const submission = findSubmission(root, lab, submissionChoiceOf(options, cwd));
  try {
    const run = await replayInWorker(lab, submission, request);
    const { ending, replayed: record } = run;
    if (ending.kind === "trouble") throw new ToolError(troubleText(ending));
    if (record === undefined || !record.complete)
      throw new ToolError(
        `expected a run that is recorded from its beginning to its end, got one that ${record === undefined ? `ended without a record (${"message" in ending ? ending.message : ending.kind})` : "was too long"}; choose another replay`,
      );
    const rewound: RewoundReplay = {
      replay,
      lab,
      flags: submission.flags,
      from,
      hint: reportFailureOfTest(test, run, () => "")?.hint,
      record,
      file: `${exploreFindingsFolder(lab)}/${replay.test}.curve`,
      search: {
        lab,
        request: { ...request, submission: submission.folder },
        jobs: options.jobs,
        timeMs: options.for ?? DEFAULT_FOR_MS,
        interrupted: signal ?? new AbortController().signal,
        terminal,
      },
      runs: options.seeds,
    };
    if (record.failure.signature === undefined) {
      const curve = readCurve(join(root, `${rewound.file}.json`), replay);
      return await checkAfterFix(rewound, curve, context);
    }
    await measureCurve(rewound, record.failure.signature, context);
    return EXIT.lessThanFullMarks;
  } finally {
    submission.dispose();
  }
}

function expectTestOverSeeds({ name, manifest }: Lab, { test, strategy }: ReplayFile): void {
  if (strategy?.kind === "orders")
    throw new ToolError(
      `expected the replay of a test over seeds, got one order of the small scenario ${JSON.stringify(test)}: there all orders can be tried; npm run explore ${name} -- --strategy exhaustive`,
    );
  if (manifest.tests.find((one) => one.name === test)?.scenarios === true)
    throw new ToolError(
      `expected the replay of a test of your program, got ${test}, which judges scenarios; npm run scenarios ${name} says more of them`,
    );
}

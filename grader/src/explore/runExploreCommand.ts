import { executeCommand } from "toolkit/cli/executeCommand";
import { EXIT } from "toolkit/cli/EXIT";
import { submissionChoiceOf } from "toolkit/submission/submissionChoiceOf";
import { readLab } from "toolkit/labs/readLab";
import { findSubmission } from "toolkit/submission/findSubmission";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { DEFAULT_FOR_MS, exploreCommand } from "./search/ExploreOptions";
import { renderExplored } from "./renderExplored";
import { exploreByOrders } from "./search/exploreByOrders";
import { exploreBySeeds } from "./search/exploreBySeeds";
import { runRewind } from "./rewind/runRewind";
import { SubmissionSource } from "../report/source/SubmissionSource";
import { exploreShownFinding, writeExploreFindings } from "./exploreShownFinding";
import { minimiseExploreFindings } from "./minimiseExploreFindings";

/**
 * The `explore` command: looks for failures in many runs, or for the moment at which one run was lost. Exit code 0 when nothing was found, 1 when something was,
 * 2 when the tool could not work. The context's signal ends it, with what was found so far.
 */
export async function runExploreCommand(args: readonly string[], context: CommandContext): Promise<number> {
  const { root, cwd, print, color } = context;
  const { command, options: read } = exploreCommand();
  return executeCommand(command, args, context, async () => {
    const options = read();
    if (typeof options.from === "string") return runRewind(options, command.args[0], context);
    const lab = readLab(root, command.args[0] ?? "");
    const search = (options.strategy === "exhaustive" ? exploreByOrders : exploreBySeeds)(lab, options);
    const submission = findSubmission(root, lab, submissionChoiceOf(options, cwd));
    const interrupted = context.signal ?? new AbortController().signal;
    const timeMs = options.for ?? (search.total === undefined ? DEFAULT_FOR_MS : undefined);
    const started = performance.now();
    try {
      const { explored, timeUp } = await search.run(submission.folder, { interrupted, timeMs, context });
      const findings = await minimiseExploreFindings(explored.findings, {
        lab,
        submission: submission.folder,
        jobs: options.jobs,
        signal: interrupted,
      });
      const shown = findings.map((finding) => exploreShownFinding(finding, { lab, flags: submission.flags }));
      writeExploreFindings({ root, lab, source: new SubmissionSource(submission, cwd) }, shown);
      const ended = interrupted.aborted ? "interrupted" : timeUp ? "the time is up" : undefined;
      print(
        renderExplored(
          { tried: explored.tried, shown },
          {
            lab,
            how: search.how,
            ...(ended === undefined ? {} : { ended }),
            elapsedMs: performance.now() - started,
            color,
          },
        ),
      );
      return findings.length === 0 ? EXIT.fullMarks : EXIT.lessThanFullMarks;
    } finally {
      submission.dispose();
    }
  });
}

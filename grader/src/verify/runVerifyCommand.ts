import { Command } from "commander";
import { availableParallelism } from "node:os";
import { moreNamesOption } from "toolkit/cli/options/namesOption";
import { morePartsOption } from "../labs/morePartsOption";
import { executeCommand } from "toolkit/cli/executeCommand";
import { EXIT } from "toolkit/cli/EXIT";
import { submissionChoiceOf } from "toolkit/submission/submissionChoiceOf";
import { isOptionalTest } from "toolkit/labs/LabManifest";
import { readLab } from "toolkit/labs/readLab";
import { withSubmissionOptions, type SubmissionOptions } from "toolkit/cli/parseCommand";
import { SubmissionSource } from "../report/source/SubmissionSource";
import { runTests } from "../run/runTests";
import { findSubmission } from "toolkit/submission/findSubmission";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { quickTestsOf } from "./quickTestsOf";
import { renderVerifiedTests, type VerifiedTest } from "./renderVerifiedTests";

interface VerifyOptions extends SubmissionOptions {
  readonly test?: readonly string[];
  readonly part?: readonly number[];
}

/** Enough to find most mistakes, and quick. */
const SEEDS = [1, 2];

/**
 * The `verify` command: runs each test over two seeds, without types, points and reports. Exit code 0 when
 * everything passed but what is optional, 1 when not, 2 when the tool could not work, or could not judge a test.
 */
export async function runVerifyCommand(args: readonly string[], context: CommandContext): Promise<number> {
  const { root, cwd, print, color } = context;
  const command = withSubmissionOptions(
    new Command("npm run verify")
      .usage("LAB [-- OPTIONS]")
      .description(
        `Runs a lab's tests over ${String(SEEDS.length)} seeds each: a check of seconds, before grading.`,
      )
      .argument("[lab]", "the lab, such as lab1")
      .option("--test <names>", "only these tests, comma-separated; slow ones too", moreNamesOption)
      .option("--part <numbers>", "only the tests of these parts, comma-separated", morePartsOption),
    "check",
  );
  return executeCommand(command, args, context, async () => {
    const lab = readLab(root, command.args[0] ?? "");
    const options = command.opts<VerifyOptions>();
    const { test: tests, part } = options;
    const { quick, slow } = quickTestsOf(lab, {
      ...(tests === undefined ? {} : { tests }),
      ...(part === undefined ? {} : { part }),
    });
    const submission = findSubmission(root, lab, submissionChoiceOf(options, cwd));
    const started = performance.now();
    try {
      const requests = quick.map(({ name }) => ({
        submission: submission.folder,
        test: name,
        seeds: SEEDS,
        stopAtFirstFailure: true,
      }));
      const runs = await runTests(lab, requests, { jobs: Math.max(1, availableParallelism()) });
      const verified: VerifiedTest[] = quick.flatMap((test, i) => {
        const run = runs[i];
        return run === undefined ? [] : [{ test, run, optional: isOptionalTest(lab.manifest, test) }];
      });
      print(
        renderVerifiedTests({
          lab,
          tests: verified,
          slow,
          flags: submission.flags,
          source: new SubmissionSource(submission, cwd),
          elapsedMs: performance.now() - started,
          color,
        }),
      );
      if (runs.some(({ ending }) => ending.kind === "trouble")) return EXIT.toolFailed;
      const wrong = verified.some(({ run, optional }) => !optional && run.ending.kind !== "passed");
      return wrong ? EXIT.lessThanFullMarks : EXIT.fullMarks;
    } finally {
      submission.dispose();
    }
  });
}

import { join, resolve } from "node:path";
import { Command } from "commander";
import { Cluster, describeNodeEnding, openSandbox, withSandboxOption, type SandboxOption } from "labcluster";
import { EXIT } from "toolkit/cli/EXIT";
import { executeCommand } from "toolkit/cli/executeCommand";
import { submissionChoiceOf } from "toolkit/submission/submissionChoiceOf";
import { wholeNumberOption } from "toolkit/cli/options/wholeNumberOption";
import { readLab } from "toolkit/labs/readLab";
import { withSubmissionOptions, type SubmissionOptions } from "toolkit/cli/parseCommand";
import { findSubmission } from "toolkit/submission/findSubmission";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { withMiniRedisLabArgument } from "../client/labArgument";
import { miniRedisDataOption } from "./miniRedisDataOption";
import { MINI_REDIS_PROGRAM, miniRedisNode } from "./miniRedisNode";
import {
  MINI_REDIS_DATA,
  MINI_REDIS_GRACE_MS,
  MINI_REDIS_INTERVALS,
  LONGEST_INTERVAL_MS,
} from "./MiniRedisSettings";

interface MiniRedisServerOptions extends SubmissionOptions, SandboxOption {
  readonly data?: string;
  readonly log: boolean;
  readonly password?: string;
  readonly saveEvery: number;
  readonly sweepEvery: number;
}

/**
 * `npm run server lab5 -- 1 7001`: one server, until Ctrl-C. It runs in a process of its own, so that Ctrl-C is heard
 * even when the student's code is in a loop. Exit code 0 after Ctrl-C, 1 when the server ended by itself, 2 when it
 * cannot start.
 */
export function miniRedisServerCommand(args: readonly string[], context: CommandContext): Promise<number> {
  const { root, cwd, print, signal } = context;
  const { saveEveryMs, sweepEveryMs } = MINI_REDIS_INTERVALS;
  const command = withSubmissionOptions(
    withMiniRedisLabArgument(
      new Command("npm run server").usage("lab5 -- ID PORT [OPTIONS]").description("Runs one server."),
    ),
    "run",
  )
    .argument("<id>", "the number of the server, from 1", wholeNumberOption(1, 1_000_000))
    .argument("<port>", "where it listens; 0 takes any port that is free", wholeNumberOption(0, 65_535))
    .option(
      "--data <dir>",
      `where servers keep their files (default: ${MINI_REDIS_DATA})`,
      miniRedisDataOption,
    )
    .option("--log", "keep an append-only log: what was answered survives a crash", false)
    .option("--password <text>", "what clients must know")
    .option(
      "--save-every <ms>",
      "how often a snapshot is written",
      wholeNumberOption(1, LONGEST_INTERVAL_MS),
      saveEveryMs,
    )
    .option(
      "--sweep-every <ms>",
      "how often expired keys are removed",
      wholeNumberOption(1, LONGEST_INTERVAL_MS),
      sweepEveryMs,
    );
  withSandboxOption(command);
  return executeCommand(command, args, context, async () => {
    const [, serverId, port] = command.processedArgs as [string, number, number];
    const {
      data,
      log,
      password,
      saveEvery,
      sweepEvery,
      sandbox: isWalled,
      ...choice
    } = command.opts<MiniRedisServerOptions>();
    const submission = findSubmission(root, readLab(root, "lab5"), submissionChoiceOf(choice, cwd));
    const node = miniRedisNode({
      code: submission.folder,
      serverId,
      port,
      data: data === undefined ? join(root, MINI_REDIS_DATA) : resolve(cwd, data),
      log,
      saveEveryMs: saveEvery,
      sweepEveryMs: sweepEvery,
      ...(password === undefined ? {} : { password }),
    });
    try {
      await using sandbox = await openSandbox({ sandbox: isWalled });
      await using cluster = await Cluster.start(
        { ...MINI_REDIS_PROGRAM, nodes: [node], otherPorts: "choose another" },
        { sandbox, onLine: (_node, line) => print(`${line}\n`), signal },
      );
      const interrupted = new Promise<undefined>((done) => {
        if (signal?.aborted === true) done(undefined);
        signal?.addEventListener("abort", () => done(undefined), { once: true });
      });
      const ending = await Promise.race([interrupted, cluster.process(node.name).ended]);
      if (ending === undefined) {
        print(`stopping; this takes ${String(MINI_REDIS_GRACE_MS / 1000)} s at most\n`);
        const stopped = (await cluster.stop()).get(node.name) ?? cluster.process(node.name).ending;
        if (stopped?.kind === "exited" && stopped.code === 0) {
          print("saved, and stopped\n");
          return EXIT.fullMarks;
        }
        print(`not all is saved: ${stopped === undefined ? "no answer" : describeNodeEnding(stopped)}\n`);
        return EXIT.lessThanFullMarks;
      }
      print(`the server has ended: ${describeNodeEnding(ending)}\n`);
      return EXIT.lessThanFullMarks;
    } finally {
      submission.dispose();
    }
  });
}

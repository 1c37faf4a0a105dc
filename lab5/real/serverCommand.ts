import { join, resolve } from "node:path";
import { Command } from "commander";
import { executeCommand } from "../../grader/src/executeCommand";
import { choiceOf } from "../../grader/src/gradePlaces";
import { whole } from "../../grader/src/GradeOptions";
import { readLab } from "../../grader/src/labs/readLab";
import { withSubmissionOptions, type SubmissionOptions } from "../../grader/src/parseCommand";
import { findSubmission } from "../../grader/src/submission/findSubmission";
import type { Surroundings } from "../../grader/src/Surroundings";
import { withLabArgument } from "./labArgument";
import { runServer } from "./runServer";
import { DATA, INTERVALS } from "./ServerSettings";

interface ServerOptions extends SubmissionOptions {
  readonly data?: string;
  readonly log: boolean;
  readonly password?: string;
  readonly saveEvery: number;
  readonly sweepEvery: number;
}

/** `npm run server lab5 -- 1 7001`: one server, until Ctrl-C. Exit codes are those of `runServer`. */
export function serverCommand(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const { root, cwd } = surroundings;
  const { saveEveryMs, sweepEveryMs } = INTERVALS;
  const command = withSubmissionOptions(
    withLabArgument(
      new Command("npm run server").usage("lab5 -- ID PORT [OPTIONS]").description("Runs one server."),
    ),
    "run",
  )
    .argument("<id>", "the number of the server, from 1", whole(1, 1_000_000))
    .argument("<port>", "where it listens; 0 takes any port that is free", whole(0, 65_535))
    .option("--data <dir>", `where servers keep their files (default: ${DATA})`)
    .option("--log", "keep an append-only log: what was answered survives a crash", false)
    .option("--password <text>", "what clients must know")
    .option("--save-every <ms>", "how often a snapshot is written", whole(1), saveEveryMs)
    .option("--sweep-every <ms>", "how often expired keys are removed", whole(1), sweepEveryMs);
  return executeCommand(command, args, surroundings, async () => {
    const [, serverId, port] = command.processedArgs as [string, number, number];
    const { data, log, password, saveEvery, sweepEvery, ...choice } = command.opts<ServerOptions>();
    const submission = findSubmission(root, readLab(root, "lab5"), choiceOf(choice, cwd));
    // A server saves before it ends, so signals are its own affair.
    for (const signal of ["SIGINT", "SIGTERM"]) process.removeAllListeners(signal);
    await runServer({
      code: submission.folder,
      serverId,
      port,
      data: data === undefined ? join(root, DATA) : resolve(cwd, data),
      log,
      saveEveryMs: saveEvery,
      sweepEveryMs: sweepEvery,
      ...(password === undefined ? {} : { password }),
    });
    // It ends by a signal, or by itself with an exit code of its own.
    return new Promise<never>(() => undefined);
  });
}

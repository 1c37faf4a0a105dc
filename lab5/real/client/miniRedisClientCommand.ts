import { join } from "node:path";
import { Command } from "commander";
import { studentLinesInNode } from "labcluster/inNode";
import { loadStudentFileInNode } from "labcluster/loadStudentFileInNode";
import { executeCommand } from "toolkit/cli/executeCommand";
import { EXIT } from "toolkit/cli/EXIT";
import { submissionChoiceOf } from "toolkit/submission/submissionChoiceOf";
import { readLab } from "toolkit/labs/readLab";
import { withSubmissionOptions, type SubmissionOptions } from "toolkit/cli/parseCommand";
import { findSubmission } from "toolkit/submission/findSubmission";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { ToolError } from "toolkit/cli/ToolError";
import type { Client } from "../../client";
import type { ClientOptions, ServerInfo } from "../../types";
import { withMiniRedisLabArgument } from "./labArgument";
import { TcpEnd } from "../tcp/TcpEnd";
import type { MiniRedisPlace } from "./boxes";
import { interactiveMiniRedisClient } from "./interactiveMiniRedisClient";
import { runTypedCommand, type TypedCommandResult } from "./runTypedCommand";
import { withMiniRedisServersOption } from "./serverPlaces";
import { readTypedWords, type TypedCommand } from "./TypedCommand";

interface MiniRedisClientOptions extends SubmissionOptions {
  readonly servers: readonly MiniRedisPlace[];
  readonly password?: string;
}

interface MiniRedisClientCode {
  readonly Client: new (servers: readonly ServerInfo[], options?: ClientOptions) => Client;
}

const LAB = join(__dirname, "../..");

/**
 * `npm run client lab5`: the interactive client; with a command behind `--` that one alone. Exit code 1 for an error
 * response and for student code that throws, 2 for a command that there is not.
 */
export function miniRedisClientCommand(args: readonly string[], context: CommandContext): Promise<number> {
  const { root, cwd, print, printError } = context;
  const command = withMiniRedisServersOption(
    withSubmissionOptions(
      withMiniRedisLabArgument(
        new Command("npm run client")
          .usage("lab5 [-- COMMAND] [OPTIONS]")
          .description("Asks the servers: what is typed, or one command. To see all commands: help."),
      ),
      "use",
    ),
  )
    .argument("[command...]", "such as: get user:1")
    .option("--password <text>", "the servers' password");
  return executeCommand(command, args, context, async () => {
    const [, words = []] = command.processedArgs as [string, string[]?];
    const { servers, password, ...choice } = command.opts<MiniRedisClientOptions>();
    const submission = findSubmission(root, readLab(root, "lab5"), submissionChoiceOf(choice, cwd));
    const ends = servers.map((place) => new TcpEnd(place));
    try {
      const client = loadMiniRedisClient(submission.folder, {
        servers: servers.map((place, index) => ({ ...place, end: ends[index] ?? new TcpEnd(place) })),
        options: {
          onRetry: (server, attempt, of) =>
            print(
              `[RETRY] Server ${String(server)} failed, retrying... (${String(attempt)}/${String(of)})\n`,
            ),
          ...(password === undefined ? {} : { password }),
        },
      });
      const run = (typed: TypedCommand): Promise<TypedCommandResult> =>
        runTypedCommand(typed, client, servers).catch((error: unknown) => ({
          kind: "error response",
          text: `${thrownByMiniRedisClient(error, submission.folder)}\n`,
        }));
      const [name, ...rest] = words;
      if (name !== undefined) {
        const { kind, text } = await run(readTypedWords(name, rest));
        if (kind === "wrong") throw new ToolError(text.trimEnd());
        print(text);
        return kind === "error response" ? EXIT.lessThanFullMarks : EXIT.fullMarks;
      }
      await interactiveMiniRedisClient({
        input: process.stdin,
        output: process.stdout,
        terminal: process.stdin.isTTY && process.stdout.isTTY,
        servers,
        run,
      });
      return EXIT.fullMarks;
    } catch (error) {
      if (error instanceof ToolError) throw error;
      printError(`${thrownByMiniRedisClient(error, submission.folder)}\n`);
      return EXIT.lessThanFullMarks;
    } finally {
      for (const end of ends) end.close();
      submission.dispose();
    }
  });
}

function loadMiniRedisClient(
  folder: string,
  { servers, options }: { servers: readonly ServerInfo[]; options: ClientOptions },
): Client {
  const { Client } = loadStudentFileInNode("client", {
    submission: folder,
    lab: LAB,
  }) as Partial<MiniRedisClientCode>;
  if (typeof Client !== "function")
    throw new Error(`expected ${join(folder, "client.ts")} to export a class Client`);
  return new Client(servers, options);
}

function thrownByMiniRedisClient(error: unknown, folder: string): string {
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return [`client.ts threw ${what}`, ...studentLinesInNode(error, folder)].join("\n    at ");
}

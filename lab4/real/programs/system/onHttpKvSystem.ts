import { InvalidArgumentError, Option, type Command } from "commander";
import { withSandboxOption, type SandboxOption } from "labcluster";
import { withSubmissionOptions, type SubmissionOptions } from "toolkit/cli/parseCommand";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { EXIT } from "toolkit/cli/EXIT";
import { wholeNumberOption } from "toolkit/cli/options/wholeNumberOption";
import { WrongHttpNodeAnswer } from "./HttpKvNode";
import { closeHttpKvSystem, httpKvSystem, type HttpKvSystem } from "./HttpKvSystem";
import { OWN_HTTP_FOLLOWERS, startOwnHttpCluster } from "./startOwnHttpCluster";

/** Which nodes a program works on. */
export interface HttpKvSystemOptions extends SubmissionOptions, SandboxOption {
  readonly start: boolean;
  readonly quorum?: number;
  readonly leader: string;
  readonly followers: readonly string[];
}

const LEADER = "http://localhost:5000";
/** What starts nodes, so that none that runs can be meant. */
const STARTING = ["start", "solution", "submission", "quorum", "sandbox"];
const FOLLOWERS = [1, 2, 3, 4, 5].map((n) => `http://localhost:${String(5000 + n)}`);

/** Adds the options that name the nodes. */
export function withHttpKvSystemOptions(command: Command): Command {
  return withSandboxOption(withSubmissionOptions(command, "start nodes with"))
    .option(
      "--quorum <number>",
      `followers that must confirm a write at nodes that are started, 1 to ${String(OWN_HTTP_FOLLOWERS)}`,
      wholeNumberOption(1, OWN_HTTP_FOLLOWERS),
    )
    .option("--start", "start nodes on free ports for this run, and stop them after it", false)
    .addOption(
      new Option("--leader <url>", "the leader of a system that runs")
        .argParser(httpNodeAddressOption)
        .default(LEADER)
        .conflicts(STARTING),
    )
    .addOption(
      new Option("--followers <urls>", "its followers, separated by commas")
        .argParser((text) => text.split(",").map(httpNodeAddressOption))
        .default(FOLLOWERS, "http://localhost:5001 to 5005")
        .conflicts(STARTING),
    );
}

/**
 * Runs the body with the system that the options name, started for it if they ask for that. Code that is named is
 * started, too, and so is a quorum. Resolves to the body's exit code, or 1 when a node does not answer as the lab asks for.
 */
export async function onHttpKvSystem(
  options: HttpKvSystemOptions,
  context: CommandContext,
  body: (system: HttpKvSystem) => Promise<number>,
): Promise<number> {
  await using system = await openHttpKvSystem(options, context);
  // A node that is not there is one message, not a failure of everything.
  for (const node of [system.leader, ...system.followers]) await node.expectUp();
  try {
    return await body(system);
  } catch (error) {
    if (!(error instanceof WrongHttpNodeAnswer)) throw error;
    context.print(`✗ ${error.message}\n`);
    return EXIT.lessThanFullMarks;
  }
}

async function openHttpKvSystem(
  options: HttpKvSystemOptions,
  context: CommandContext,
): Promise<HttpKvSystem & AsyncDisposable> {
  const own =
    options.start ||
    options.sandbox ||
    options.solution ||
    (options.submission ?? options.quorum) !== undefined;
  const started = own ? await startOwnHttpCluster(options, context, options.quorum) : undefined;
  const { leader, followers } = started ?? options;
  const system = httpKvSystem(leader, followers, {
    origin: started === undefined ? "running" : "started",
  });
  return {
    ...system,
    async [Symbol.asyncDispose]() {
      await closeHttpKvSystem(system);
      await started?.[Symbol.asyncDispose]();
    },
  };
}

function httpNodeAddressOption(text: string): string {
  if (URL.canParse(text) && new URL(text).protocol === "http:") return new URL(text).origin;
  throw new InvalidArgumentError(
    `Expected an address such as http://localhost:5000, got ${JSON.stringify(text)}.`,
  );
}

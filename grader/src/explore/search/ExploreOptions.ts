import { Command, Option } from "commander";
import { HOLD_MS } from "labrpc/reporting";
import { moreNamesOption } from "toolkit/cli/options/namesOption";
import { jobsOption } from "toolkit/cli/options/jobsOption";
import { wholeNumberOption } from "toolkit/cli/options/wholeNumberOption";
import { withSubmissionOptions, type SubmissionOptions } from "toolkit/cli/parseCommand";
import { ToolError } from "toolkit/cli/ToolError";
import { exploreDuration } from "./exploreDuration";

export type ExploreStrategyName = "random" | "pct" | "pos" | "exhaustive";

/** What the command line of `explore` asks for. */
export interface ExploreOptions extends SubmissionOptions {
  readonly test?: string[];
  readonly strategy: ExploreStrategyName;
  /** The first seed; or a replay, to rewind its run. */
  readonly from: number | string;
  readonly seeds?: number;
  /** Real ms. */
  readonly for?: number;
  readonly collect: boolean;
  readonly jobs: number;
  readonly depth: number;
  readonly hold: number;
  readonly losses: number;
  readonly duplicates: number;
  readonly runs: number;
  readonly choices?: readonly number[];
}

/** Without --seeds and --for, real ms. */
export const DEFAULT_FOR_MS = 60_000;

/** Options that belong to some strategies only. */
const BELONGS: Record<string, readonly ExploreStrategyName[]> = {
  from: ["random", "pct", "pos"],
  seeds: ["random", "pct", "pos"],
  depth: ["pct"],
  hold: ["pct", "pos"],
  losses: ["exhaustive"],
  duplicates: ["exhaustive"],
  runs: ["exhaustive"],
  choices: ["exhaustive"],
};

const STRATEGIES = `
Strategies (docs/strategies.md says more):
  random      The runs that grade makes: everything from the seed. A mistake that needs few losses shows soon; no
              particular order of messages is guaranteed.
  pct         Random priorities decide which message arrives next, and change --depth − 1 times in a run. A mistake
              that needs a certain order of DEPTH messages shows in one run with a probability of at least
              1 / (4 · C · S^(DEPTH − 1)), with C chains of messages and S choices (rounded up to 64, 256, 1,024 or
              4,096), as far as --hold and timers allow that order. Losses come from the seed.
  pos         Every message has a random priority of its own, and gets a new one when another message reaches its host
              first. Tries more different orders than random in as many runs. Losses come from the seed.
  exhaustive  Every order of the messages of the lab's small scenarios, with up to --losses of them lost. Says
              whether all were tried. Timers run only when no message is in flight.`;

/** The `explore` command, and how to read its options once it has parsed. */
export function exploreCommand(width = 100): { command: Command; options: () => ExploreOptions } {
  const count = (least: number): ((text: string) => number) => wholeNumberOption(least, 1_000_000_000);
  const command = withSubmissionOptions(
    new Command("npm run explore")
      .usage("LAB [-- OPTIONS]")
      .description("Looks for failures: runs a lab's tests over many seeds, or in many orders of messages.")
      .argument("[lab]", "the lab, such as lab1"),
    "explore",
  )
    .option(
      "--test <names>",
      "only these tests or small scenarios, comma-separated; default: all that are not optional",
      moreNamesOption,
    )
    .addOption(
      new Option("--strategy <name>", "how runs are chosen")
        .choices(["random", "pct", "pos", "exhaustive"])
        .default("random"),
    )
    .option("--seeds <count>", "how many seeds for each test; default: until the time is up", count(1))
    .option(
      "--from <seed or replay>",
      "the first seed; the others follow. Or a failing run, as a file such as reports/lab1/TestBasic.replay.json or as its code: says from which of its moments on the failure was likely, with --seeds runs from each (default: 100)",
      exploreBeginning,
      1,
    )
    .option(
      "--for <time>",
      "real time, such as 60s, 5m or 1h; default: 60s where --seeds is not given, 30s with a replay",
      exploreDuration,
    )
    .option("--collect", "go on after a failure, and show one for each test", false)
    .addOption(jobsOption("processes at a time", 256))
    .option(
      "--depth <number>",
      "pct: how many messages a mistake may need in a certain order",
      wholeNumberOption(1, 100),
      3,
    )
    .option(
      "--hold <ms>",
      "pct, pos: how long a message may be held, virtual ms",
      wholeNumberOption(1, 1_000_000),
      HOLD_MS,
    )
    .option(
      "--losses <count>",
      "exhaustive: how many messages may be lost in one order",
      wholeNumberOption(0, 100),
      1,
    )
    .option(
      "--duplicates <count>",
      "exhaustive: how many requests may arrive twice",
      wholeNumberOption(0, 100),
      0,
    )
    .option("--runs <count>", "exhaustive: at most this many orders of each scenario", count(1), 10_000)
    .option("--choices <numbers>", "exhaustive: this order only, to replay it", exploreOrderChoices)
    .helpOption("-h, --help", "print this text")
    .addHelpText(
      "after",
      `${STRATEGIES}\n\nCtrl-C ends it, with what was found so far. Pictures and replays go to reports/LAB/explore.\n` +
        "Exit code: 0 nothing found, 1 a failure was found, 2 the tool itself could not work.",
    )
    .configureHelp({ helpWidth: width });
  return { command, options: () => checkedExploreOptions(command) };
}

/** What says itself how a run is chosen, so that a replay cannot be asked for with it. */
const NOT_WITH_REPLAY = [
  "test",
  "strategy",
  "collect",
  "depth",
  "hold",
  "losses",
  "duplicates",
  "runs",
  "choices",
] as const;

/** Throws ToolError for options that do not go together. */
function checkedExploreOptions(command: Command): ExploreOptions {
  const options = command.opts<ExploreOptions>();
  if (typeof options.from === "string") {
    const odd = NOT_WITH_REPLAY.find((name) => command.getOptionValueSource(name) === "cli");
    if (odd === undefined) return options;
    throw new ToolError(
      `expected --from with a replay alone, got --${odd} as well; the replay says which run it is: leave --${odd} out`,
    );
  }
  for (const [name, strategies] of Object.entries(BELONGS)) {
    if (command.getOptionValueSource(name) !== "cli" || strategies.includes(options.strategy)) continue;
    throw new ToolError(
      `expected --${name} with --strategy ${strategies.join(" or ")} only, got --strategy ${options.strategy}; leave one of them out`,
    );
  }
  if (options.choices !== undefined && options.test?.length !== 1)
    throw new ToolError("expected one small scenario in --test with --choices, got none or several; name it");
  return options;
}

/** A number is a seed; everything else names a replay. */
function exploreBeginning(text: string): number | string {
  return /^\d+$/.test(text) ? wholeNumberOption(0, 1_000_000_000)(text) : text;
}

function exploreOrderChoices(text: string): number[] {
  return text.split(",").map((part) => wholeNumberOption(0)(part.trim()));
}

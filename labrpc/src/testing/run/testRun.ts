import type { TraceEvent } from "../../records";
import type { OtherLuck } from "../../simulation/clock/Luck";
import type { FaultPlan } from "../../simulation/faults/Fault";
import type { Scenario } from "../../simulation/Scenario";
import type { SimulationOptions } from "../../simulation/SimulationOptions";
import type { StrategySpec } from "../../simulation/schedules/StrategySpec";
import type { KeepsVerdicts } from "./KeepsVerdicts";
import type { SearchEffort } from "../minimise/minimiseFailure";
import type { KnownRun } from "./KnownRun";
import type { SeedResult } from "./SeedResult";

/** How the tests of this process are to be run. */
export interface TestSettings {
  /** Folder of the student code; default: the lab folder itself. */
  submission?: string;
  /** Default: 1 to 25, or to the number that the test says. */
  seeds?: readonly number[];
  /** How many events failing and later seeds of a test may use after its first failure. Default 500,000. */
  eventsAfterFailure?: number;
  /**
   * What becomes of the failing seeds after the first: "explained", each is run again and explained; "counted", they run
   * once, which takes a third of the time, and say no more than what failed. Default "explained".
   */
  laterFailures?: "explained" | "counted";
  /**
   * What becomes of the first seed that fails: "counted", it runs once and says no more than what failed, for it is run again
   * with `known`, perhaps in another process. Default "explained".
   */
  firstFailure?: "explained" | "counted";
  /** What the first run of the only seed came to: it need not be made again, to see that a second one goes the same way. */
  known?: KnownRun;
  /** How the order of events is chosen. Default: random. */
  strategy?: StrategySpec;
  /** How hard to look for the counterexample of a test's first failure. Default "thorough". */
  minimise?: SearchEffort;
  /** What is to go wrong, instead of what the seeds say: replays a counterexample. */
  plan?: FaultPlan;
  /**
   * Rewinds the run of one seed: `seeds` are then those of its other luck. Each runs once, and a failure is told in one
   * sentence.
   */
  rewound?: Rewound;
  /** Whether every seed is run a second time, to see that it goes the same way. Default: only one that fails. */
  repeat?: boolean;
  /** Whether each seed runs once, recorded, and its result has the record, also where it passes. Default: no. */
  recorded?: boolean;
  /** Whether the state of hosts is recorded as well, where `recorded` or `plan` is set. Default: with a `plan`. */
  recordState?: boolean;
  /** Whether each result says which order the messages took. Default: no. */
  orders?: boolean;
  /** Whether only one run is under way at a time, also where student code runs in other processes. Default: no. */
  alone?: boolean;
  /** Where verdicts of students' scenarios are kept. Default: nowhere. */
  verdicts?: KeepsVerdicts;
  onSeedStart?: (test: string, seed: number) => void;
  onSeed?: (report: SeedResult) => void;
  /** Called now and then during a run. */
  onBeat?: () => void;
  /** Takes each run in place of having it run, for who directs it; what the test then says means nothing. */
  captures?: (options: SimulationOptions, scenario: Scenario) => void;
  /** Set while somebody debugs. With a `plan`, there is then one run of each seed, and nothing else. */
  debugged?: DebuggedRun;
}

/** A run to go back in, and the moment. */
export interface Rewound extends Pick<OtherLuck, "after"> {
  /** The run's own seed. */
  readonly seed: number;
}

/** What a debugger needs of a run. */
export interface DebuggedRun {
  /** Whose files breakpoints name; see CodeFolders. */
  readonly folder: string;
  /** Called with each event, before what it sets off in student code. */
  readonly onEvent: (event: TraceEvent) => void;
}

/** The settings in force: from the environment, until the grader sets its own. */
export const testRun: { settings: TestSettings } = { settings: settingsFromEnvironment(process.env) };

/** SUBMISSION (a folder), SEED (one seed) and SEEDS (how many, from 1). Throws RangeError for a wrong number. */
export function settingsFromEnvironment(env: NodeJS.ProcessEnv): TestSettings {
  const { SUBMISSION: submission, SEED: seed, SEEDS: seeds } = env;
  return {
    ...(submission === undefined ? {} : { submission }),
    ...(seeds === undefined ? {} : { seeds: firstSeeds(settingNumberFrom("SEEDS", seeds, 1)) }),
    ...(seed === undefined ? {} : { seeds: [settingNumberFrom("SEED", seed, 0)] }),
  };
}

/** The seeds 1 to `count`. */
export function firstSeeds(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}

function settingNumberFrom(name: string, text: string, least: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
  throw new RangeError(`${name}: expected a whole number from ${String(least)}, got ${JSON.stringify(text)}`);
}

import type { StrategySpec } from "labrpc/simulation";
import type { ManifestTest } from "toolkit/labs/LabManifest";
import type { TestRun } from "../../protocol/TestRun";
import type { OrdersTally } from "./OrdersSeen";

/** A failure that was found, the first of its test. */
export interface ExploreFinding {
  readonly test: Pick<ManifestTest, "name" | "hint">;
  /** The runs of the test, as in a report; `first` and `ending` tell of the failure. */
  readonly run: TestRun;
  /** How the failing run was chosen; together with test and seed it replays it. */
  readonly strategy: StrategySpec;
}

/** What was tried of one test or small scenario. */
export interface ExploredTest {
  readonly name: string;
  readonly runs: number;
  readonly failed: number;
  /** Orders of messages, of tests that run over seeds. */
  readonly orders?: OrdersTally;
  /** What else there is to say, as "all 156 orders were tried". */
  readonly note?: string;
}

/** What exploring came to. */
export interface Explored {
  readonly findings: readonly ExploreFinding[];
  readonly tried: readonly ExploredTest[];
}

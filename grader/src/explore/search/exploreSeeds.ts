import type { StrategySpec } from "labrpc/simulation";
import type { ManifestTest } from "toolkit/labs/LabManifest";
import type { Lab } from "toolkit/labs/readLab";
import type { SeedReport } from "../../protocol/protocol";
import type { FailedSeed, TestRun } from "../../protocol/TestRun";
import type { Explored, ExploreFinding } from "./ExploreFinding";
import { OrdersSeen } from "./OrdersSeen";
import { runExplorePool } from "./runExplorePool";

/** Seeds that one job runs: few, so that every test has its turn soon. */
const BATCH = 10;

export interface ExploreSeedsRequest {
  readonly lab: Lab;
  /** The lab folder with the student's files, absolute. */
  readonly submission: string;
  readonly tests: readonly ManifestTest[];
  readonly strategy: StrategySpec;
  readonly from: number;
  /** For each test. Default: no end. */
  readonly seeds?: number;
  readonly collect: boolean;
  readonly jobs: number;
  readonly signal: AbortSignal;
  readonly onRun: (failed: boolean) => void;
}

/** What is known of one test so far. */
interface SeedsTried {
  runs: number;
  failed: number;
  readonly orders: OrdersSeen;
  first?: FailedSeed;
  /** A process was lost, or nothing of the test can run: it gets no more seeds. */
  end?: TestRun;
}

/**
 * Runs tests over seed after seed, each test some seeds at a time, in turn. Without `collect` it starts nothing new
 * after a failure, lets end what began before, and keeps the failure whose turn was first: so the same one is found
 * again, whatever the number of processes.
 */
export async function exploreSeeds(search: ExploreSeedsRequest): Promise<Explored> {
  const { lab, submission, tests, strategy, from, seeds = Infinity, collect, jobs, signal } = search;
  const blank = (): SeedsTried => ({ runs: 0, failed: 0, orders: new OrdersSeen() });
  const books = new Map<string, SeedsTried>(tests.map(({ name }) => [name, blank()]));
  const bookOf = (name: string): SeedsTried => books.get(name) ?? blank();
  /** The turn of the first failure. */
  let decided = Infinity;
  let turn = 0;

  const take = (): ReturnType<Parameters<typeof runExplorePool>[1]["take"]> => {
    while (turn < decided) {
      const test = tests[turn % tests.length];
      const begin = Math.floor(turn / tests.length) * BATCH;
      const mine = turn++;
      if (test === undefined || begin >= seeds) return undefined;
      const book = bookOf(test.name);
      if (book.end !== undefined) {
        if (tests.every(({ name }) => bookOf(name).end !== undefined)) return undefined;
        continue;
      }
      const length = Math.min(BATCH, seeds - begin);
      const request = {
        submission,
        test: test.name,
        seeds: Array.from({ length }, (_, index) => from + begin + index),
        stopAtFirstFailure: !collect,
        allSeeds: true,
        orders: true,
        strategy,
      };
      const before = book.runs;
      return {
        request,
        done: (run) => {
          if (!collect && run.ending.kind !== "passed" && run.ending.kind !== "missing")
            decided = Math.min(decided, mine);
          close(book, run, before);
        },
      };
    }
    return undefined;
  };

  /** Takes over what the seeds' own reports do not tell. */
  const close = (book: SeedsTried, run: TestRun, before: number): void => {
    const { kind } = run.ending;
    const isLost = kind !== "passed" && kind !== "failed" && run.run > 0;
    // A plain mocha test has no seeds: once is enough.
    const isPlain = book.runs === before && run.run > 0;
    // Mocha may fail a test of which every seed passed.
    const isOdd = kind === "failed" && run.first === undefined;
    if (isLost || isPlain) book.runs += 1;
    if (isLost || isOdd) book.failed += 1;
    const ends = isLost || isPlain || isOdd || run.run === 0;
    if (ends && (book.end === undefined || exploredSeedOfEnding(run) < exploredSeedOfEnding(book.end)))
      book.end = run;
  };

  await runExplorePool(lab, {
    jobs,
    signal,
    take,
    onSeed: ({ test }, report) => {
      const book = bookOf(test);
      book.runs += 1;
      if (report.order !== undefined) book.orders.add(report.order);
      search.onRun(report.explanation !== undefined);
      if (report.explanation === undefined) return;
      book.failed += 1;
      if (book.first === undefined || report.seed < book.first.seed)
        book.first = failedSeedOfExploring(report, report.explanation);
    },
  });
  const findings = tests.flatMap((test) => findingOfSeeds(test, bookOf(test.name), strategy));
  return {
    findings: collect ? findings : firstFindingOfSeeds(findings, { tests, from }),
    tried: tests.map(({ name }) => {
      const { runs, failed, end, orders } = bookOf(name);
      const note = end?.ending.kind === "missing" ? { note: "not run: no test file has it" } : {};
      const { tally } = orders;
      return { name, runs, failed, ...note, ...(tally.runs === 0 ? {} : { orders: tally }) };
    }),
  };
}

function failedSeedOfExploring({ seed }: SeedReport, explanation: FailedSeed["explanation"]): FailedSeed {
  return { seed, explanation };
}

/** The seed that was lost; 0 where no seed was. */
function exploredSeedOfEnding({ ending }: TestRun): number {
  return "seed" in ending ? ending.seed : 0;
}

function findingOfSeeds(test: ManifestTest, book: SeedsTried, strategy: StrategySpec): ExploreFinding[] {
  const { runs: run, failed, first, end } = book;
  if (first !== undefined) {
    const ending = { kind: "failed", message: first.explanation.message } as const;
    return [{ test, strategy, run: { test: test.name, run, failed, first, ending, elapsedMs: 0 } }];
  }
  if (end === undefined || end.ending.kind === "passed" || end.ending.kind === "missing") return [];
  return [{ test, strategy, run: { ...end, run, failed } }];
}

/** The failure whose turn was first; see exploreSeeds. */
function firstFindingOfSeeds(
  findings: readonly ExploreFinding[],
  { tests, from }: { tests: readonly ManifestTest[]; from: number },
): ExploreFinding[] {
  const turnOf = ({ test, run }: ExploreFinding): number => {
    const seed = run.first?.seed ?? ("seed" in run.ending ? run.ending.seed : from);
    const round = Math.floor((seed - from) / BATCH);
    return round * tests.length + tests.findIndex(({ name }) => name === test.name);
  };
  return [...findings].sort((a, b) => turnOf(a) - turnOf(b)).slice(0, 1);
}

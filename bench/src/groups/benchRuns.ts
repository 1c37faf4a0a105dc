import type { BenchGroup } from "../measure/BenchFigure";
import { benchRunsOfTest } from "./benchRunsOfTest";

/** One test of each lab: clients at work on a network, and not one that fills memory. */
export const BENCH_RUNS_TESTS = [
  { lab: "lab1", test: "TestUnreliable" },
  { lab: "lab2", test: "TestUnreliablePut" },
  { lab: "lab3", test: "TestConcurrentClients" },
  { lab: "lab4", test: "TestConcurrentWrites" },
  { lab: "lab5", test: "TestConcurrentClients" },
] as const;

/** What a simulated run costs: processor time, heap, and where the time goes. */
export const benchRuns: BenchGroup = async function* (progress) {
  for (const { lab, test } of BENCH_RUNS_TESTS) {
    progress(`runs of ${lab} ${test}`);
    yield* await benchRunsOfTest({ lab, test });
  }
};

import { join } from "node:path";
import { medianFigure, type BenchGroup } from "../measure/BenchFigure";
import { BENCH_ROOT, runBenchProcess } from "../measure/runBenchProcess";

const ROUNDS = 5;
const CALLS = 100_000;
const PROGRAM = [
  "-r",
  join(BENCH_ROOT, "toolkit/bin/register.js"),
  join(__dirname, "../programs/labrpcPrograms.ts"),
];

/** What a simulated call and a host cost. */
export const benchLabrpc: BenchGroup = async function* (progress) {
  progress(`one RPC (${String(CALLS)} calls, ${String(ROUNDS)} processes)`);
  await checkedBenchLabrpcProgram(["rpc", "10", "10"]);
  const calls: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    calls.push(((await checkedBenchLabrpcProgram(["rpc", "10", String(CALLS)])).wallMs * 1000) / CALLS);
  }
  yield {
    name: "one simulated RPC, reliable network, 10 clients, whole process",
    value: medianFigure(calls),
    unit: "µs",
    better: "lower",
    target: 9,
    comparison: "MIT's labrpc in Go 18 µs; the Python port 400–670 µs",
  };
  progress("one host");
  const hosts: number[] = [];
  for (let round = 0; round < ROUNDS; round++)
    hosts.push(Number((await checkedBenchLabrpcProgram(["hosts", "1000"])).output));
  yield {
    name: "one host, from loaded code",
    value: medianFigure(hosts),
    unit: "µs",
    better: "lower",
    target: 50,
  };
};

async function checkedBenchLabrpcProgram(args: readonly string[]): ReturnType<typeof runBenchProcess> {
  const result = await runBenchProcess([...PROGRAM, ...args]);
  if (result.exitCode !== 0) throw new Error(result.output);
  return result;
}

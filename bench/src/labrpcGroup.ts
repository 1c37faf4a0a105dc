import { join } from "node:path";
import { median, type Figure, type Group } from "./Figure";
import { ROOT, runProcess } from "./runProcess";

const ROUNDS = 5;
const CALLS = 100_000;
const PROGRAM = ["-r", join(ROOT, "toolkit/bin/register.js"), join(__dirname, "programs.ts")];

/** What a simulated call and a host cost. */
export const labrpcGroup: Group = async (progress) => {
  progress(`one RPC (${String(CALLS)} calls, ${String(ROUNDS)} processes)`);
  await checked(["rpc", "10", "10"]);
  const calls: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    calls.push(((await checked(["rpc", "10", String(CALLS)])).wallMs * 1000) / CALLS);
  }
  progress("one host");
  const hosts: number[] = [];
  for (let round = 0; round < ROUNDS; round++) hosts.push(Number((await checked(["hosts", "1000"])).output));
  const figures: Figure[] = [
    {
      name: "one simulated RPC, reliable network, 10 clients, whole process",
      value: median(calls),
      unit: "µs",
      better: "lower",
      target: 9,
      comparison: "MIT's labrpc in Go 18 µs; the Python port 400–670 µs",
    },
    { name: "one host, from loaded code", value: median(hosts), unit: "µs", better: "lower", target: 50 },
  ];
  return figures;
};

async function checked(args: readonly string[]): ReturnType<typeof runProcess> {
  const result = await runProcess([...PROGRAM, ...args]);
  if (result.exitCode !== 0) throw new Error(result.output);
  return result;
}

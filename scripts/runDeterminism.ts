import Table from "cli-table3";
import { Command, InvalidArgumentError } from "commander";
import { resolve } from "node:path";
import { freshCloneForDeterminism } from "./determinism/freshCloneForDeterminism";
import type { GradedDeterminismSubject } from "./determinism/gradeDeterminismSubjects";
import { determinismNode, ownDeterminismNode } from "./determinism/DeterminismNode";
import { runDeterminismRound, type DeterminismRound } from "./determinism/runDeterminismRound";
import { determinismSubjects, type DeterminismSubject } from "./determinism/determinismSubjects";

const ROOT = resolve(__dirname, "..");

interface DeterminismOptions {
  readonly nodes?: string[];
  readonly load: number;
  readonly cold: boolean;
  readonly isolation?: string[];
  readonly chaffs: number;
  readonly only?: string[];
}

const wholeDeterminismOption = (text: string): number => {
  if (/^\d{1,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError(`Expected a whole number below 1000, got ${JSON.stringify(text)}.`);
};
const listDeterminismOption = (text: string): string[] => text.split(",").filter((part) => part !== "");

/**
 * Is a submission's report the same everywhere? Grades the untouched lab, all solutions and some chaffs several times:
 * on this machine as it is, under other versions of Node, beside a load, with isolation, and in a fresh clone. Exit code 0 when all
 * reports are alike, 1 when not, 2 when it could not be found out.
 */
async function runDeterminism(): Promise<number> {
  const command = new Command("npm run determinism")
    .usage("[-- OPTIONS]")
    .description("Grades the same submissions in several ways, and compares their reports.")
    .option(
      "--nodes <versions>",
      "under these versions of Node, comma-separated, such as 20,22,24,26; from npm",
      listDeterminismOption,
    )
    .option("--load <count>", "once more beside so many busy processes", wholeDeterminismOption, 0)
    .option(
      "--isolation <tiers>",
      "without isolation, and once more with each of these, comma-separated: process, bubblewrap",
      listDeterminismOption,
    )
    .option("--cold", "once more in a fresh clone with empty caches, beside the same load", false)
    .option(
      "--chaffs <count>",
      "how many wrong submissions, spread over all labs",
      wholeDeterminismOption,
      40,
    )
    .option("--only <names>", "only these labs or submissions, comma-separated", listDeterminismOption)
    .parse();
  const { nodes = [], load, cold, isolation = [], chaffs, only } = command.opts<DeterminismOptions>();
  const plain = { root: ROOT, load: 0, isolation: "none" };
  const rounds: DeterminismRound[] =
    nodes.length === 0
      ? [{ ...plain, name: ownDeterminismNode.version, node: ownDeterminismNode }]
      : nodes.map(determinismNode).map((node) => ({ ...plain, name: node.version, node }));
  const [first] = rounds as [DeterminismRound];
  if (load > 0) rounds.push({ ...first, name: `load ${String(load)}`, load });
  for (const tier of isolation) rounds.push({ ...first, name: tier, isolation: tier });
  if (cold) rounds.push({ ...first, name: "cold", root: freshCloneForDeterminism(ROOT), load });
  const isAsked = ({ lab, name }: DeterminismSubject): boolean =>
    only?.some((one) => one === lab || one === name) ?? true;
  const all: GradedDeterminismSubject[][] = [];
  let subjects: DeterminismSubject[] = [];
  for (const round of rounds) {
    subjects = determinismSubjects(round.root, chaffs).filter(isAsked);
    process.stderr.write(`${round.name}: ${String(subjects.length)} submissions\n`);
    const graded = await runDeterminismRound(round, subjects, ({ score, hash }, index) => {
      const { lab = "", name = "" } = subjects[index] ?? {};
      process.stderr.write(`  ${round.name} ${lab} ${name} ${score} ${hash}\n`);
    });
    all.push(graded);
  }
  return tellDeterminismRounds(rounds, subjects, all);
}

function tellDeterminismRounds(
  rounds: readonly DeterminismRound[],
  subjects: readonly DeterminismSubject[],
  all: readonly GradedDeterminismSubject[][],
): number {
  const table = new Table({
    head: ["Lab", "Submission", ...rounds.map(({ name }) => name), ""],
    style: { head: [], border: [], compact: true },
  });
  const different: number[] = [];
  let failed = 0;
  subjects.forEach(({ lab, name }, index) => {
    const row = all.map((round) => round[index]);
    const isSame = new Set(row.map((one) => one?.hash)).size === 1;
    if (!isSame) different.push(index);
    if (row.some((one) => one?.code === 2)) failed += 1;
    table.push([
      lab,
      name,
      ...row.map((one) => `${one?.score ?? ""} ${one?.hash.slice(0, 6) ?? ""}`),
      isSame ? "=" : "DIFFERS",
    ]);
  });
  process.stdout.write(`${table.toString()}\n`);
  for (const index of different) {
    const { lab, name } = subjects[index] as DeterminismSubject;
    const [first, ...others] = all.map((round) => round[index]?.text.split("\n") ?? []);
    const other = others.find((lines) => lines.join() !== first?.join());
    const line = other?.findIndex((text, at) => text !== first?.[at]) ?? -1;
    const what =
      line === -1
        ? "their replays differ"
        : `${first?.[line]?.trim() ?? "nothing"} | ${other?.[line]?.trim() ?? "nothing"}`;
    process.stdout.write(`${lab} ${name}: ${what.slice(0, 400)}\n`);
  }
  const same = subjects.length - different.length;
  process.stdout.write(
    `${String(same)} of ${String(subjects.length)} submissions have the same report in ${String(rounds.length)} rounds\n`,
  );
  if (failed > 0) process.stdout.write(`${String(failed)} could not be graded in some round\n`);
  return failed > 0 ? 2 : different.length > 0 ? 1 : 0;
}

runDeterminism().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  },
);

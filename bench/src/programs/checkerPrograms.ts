import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import {
  casRegisterModel,
  checkLinearizable,
  explainIllegal,
  versionedKvModel,
  kvModel,
  type CheckOptions,
  type History,
  type Model,
  type Operation,
  type VersionedKVInput,
  type VersionedKVOutput,
  type VersionedValue,
} from "checker";
import { generatedHistory } from "checker/generatedHistory";
import { generatedAppends, generatedPuts, generatedVersions } from "checker/generatedKinds";
import { readKvLog } from "checker/readKvLog";
import { readRegisterLog } from "checker/readRegisterLog";
import { BENCH_ROOT } from "../measure/runBenchProcess";
import { decideAsPorcupine } from "./decideAsPorcupine";

/**
 * What a bench process runs: `node … checkerPrograms.ts kv c10-ok`, `… whole c10-ok`, `… etcd`, `… versions 10000`,
 * `… generated puts`, and `… porcupine puts` for the same with porcupine's algorithm.
 * Prints the real ms of checking; reading is not counted.
 */
const FIXTURES = join(BENCH_ROOT, "checker/tests/fixtures/porcupine");

function benchKvFixture(name: string, options: CheckOptions): number {
  const history = readKvLog(name, readFileSync(join(FIXTURES, `kv/${name}.txt`), "utf8"));
  return timedBenchCheck(
    () => checkLinearizable(kvModel, history, options).kind,
    name.endsWith("-ok") ? "linearizable" : "illegal",
  );
}

function benchEtcdFixtures(): number {
  const folder = join(FIXTURES, "jepsen");
  const histories = readdirSync(folder).map((name) =>
    readRegisterLog(name, readFileSync(join(folder, name), "utf8")),
  );
  const count = (): number =>
    histories.filter((history) => checkLinearizable(casRegisterModel, history).kind === "linearizable")
      .length;
  const LINEARIZABLE = 10;
  return timedBenchCheck(count, LINEARIZABLE);
}

/** Ten clients that read a version and put the next one, as in lab 2: many are refused, one in fifty is not answered. */
function benchVersionedHistory(operations: number, wrong: boolean): number {
  const history: Operation<VersionedKVInput, VersionedKVOutput>[] = [];
  const CLIENTS = 10;
  const states = new Map<string, VersionedValue>();
  const seen = Array.from({ length: CLIENTS }, () => 0);
  // A fixed sequence of numbers (Park and Miller), so that each run checks the same.
  let random = 1;
  const below = (n: number): number => (random = (random * 48_271) % 2_147_483_647) % n;
  for (let i = 0; i < operations; i++) {
    const client = i % CLIENTS;
    const key = `key-${String(below(2))}`;
    const { value, version } = states.get(key) ?? versionedKvModel.init;
    const times = { client: `client-${String(client)}`, called: i - below(5), returned: i + below(5) };
    if (below(3) === 0) {
      seen[client] = version;
      const output = version === 0 ? { kind: "no-key" as const } : { kind: "value" as const, value, version };
      history.push({ ...times, input: { op: "get", key }, output });
      continue;
    }
    const asked = below(4) === 0 ? (seen[client] ?? 0) : version;
    const input = { op: "put", key, value: `value ${String(i)}`, version: asked } as const;
    const kind = asked === version ? "done" : version === 0 ? "no-key" : "version";
    if (kind === "done") states.set(key, { value: input.value, version: version + 1 });
    const maybe = below(50) === 0;
    history.push({
      ...times,
      input,
      output: maybe ? undefined : { kind },
      ...(maybe ? { returned: Infinity } : {}),
    });
  }
  if (!wrong) return timedBenchCheck(() => checkLinearizable(versionedKvModel, history).kind, "linearizable");
  const middle = history.findIndex(({ output }, i) => i > operations / 2 && output?.kind === "value");
  history[middle] = {
    ...(history[middle] as (typeof history)[number]),
    output: { kind: "value", value: "", version: 9 },
  };
  return timedBenchCheck(() => {
    const verdict = checkLinearizable(versionedKvModel, history);
    if (verdict.kind === "illegal") explainIllegal(versionedKvModel, verdict);
    return verdict.kind;
  }, "illegal");
}

const EASILY_REFUTED = { values: 100, unanswered: 0.05, longest: 10, wrong: "stale" } as const;
const ALSO = [{ values: 8 }, {}, EASILY_REFUTED] as const;
const LARGE = { clients: 50, operations: 2000 } as const;
const PENDING_APPENDS = { reads: 0.3, pending: 0.03, longest: 80 } as const;

/** Histories of several keys, the first of which is hard and the last easily refuted; and one with pending appends. */
function benchGeneratedHistory(name: string, asPorcupine: boolean): number {
  const time = <State, Input, Output>(
    model: Model<State, Input, Output>,
    history: History<Input, Output>,
    expected: "linearizable" | "illegal",
  ): number =>
    timedBenchCheck(
      () => (asPorcupine ? decideAsPorcupine(model, history) : checkLinearizable(model, history).kind),
      expected,
    );
  switch (name) {
    case "puts": {
      const hard = { values: 20, pending: 0.03, unanswered: 0.6, longest: 150 };
      const history = generatedHistory(generatedPuts, 1, { ...LARGE, keys: [hard, ...ALSO] });
      return time(generatedPuts.model, history, "illegal");
    }
    case "versions": {
      const hard = { reads: 0.1, pending: 0.1, unanswered: 0.6, longest: 150 };
      const history = generatedHistory(generatedVersions, 1, { ...LARGE, keys: [hard, ...ALSO] });
      return time(generatedVersions.model, history, "illegal");
    }
    case "appends": {
      const shape = { clients: 4, operations: 800, keys: [PENDING_APPENDS] };
      return time(generatedAppends.model, generatedHistory(generatedAppends, 2, shape), "linearizable");
    }
    default:
      throw new Error(`expected puts, versions or appends, got ${name}`);
  }
}

function timedBenchCheck<Result>(check: () => Result, expected: Result): number {
  const started = performance.now();
  const got = check();
  const ms = performance.now() - started;
  if (got !== expected) throw new Error(`expected ${String(expected)}, got ${String(got)}`);
  return ms;
}

const [, , program, argument = ""] = process.argv;
const PROGRAMS: Record<string, () => number> = {
  kv: () => benchKvFixture(argument, {}),
  whole: () => benchKvFixture(argument, { partition: false }),
  etcd: benchEtcdFixtures,
  versions: () => benchVersionedHistory(Number(argument), false),
  generated: () => benchGeneratedHistory(argument, false),
  porcupine: () => benchGeneratedHistory(argument, true),
  explained: () => benchVersionedHistory(Number(argument), true),
};
const run = PROGRAMS[program ?? ""];
if (run === undefined)
  throw new Error(`expected one of ${Object.keys(PROGRAMS).join(", ")}; got ${String(program)}`);
process.stdout.write(String(run()));

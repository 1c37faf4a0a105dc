import { checkLinearizable, explainIllegal, kvModel } from "checker";
import { CodeBase, Simulation, type NetworkOptions } from "labrpc/simulation";
import type { HistoryView, RunRecord, Span } from "labrpc/testing";
import { join } from "node:path";
import { materialise } from "../../../grader/src/corpus/materialise";
import { KIT_ROOT } from "../../../grader/src/kitRoot";
import { KVCluster, type KVOperation } from "../../../lab1/harness";

/** What happens in a run that is recorded for a picture. */
export interface ChaffRun {
  readonly chaff: string;
  readonly test: string;
  readonly seed: number;
  readonly servers?: number;
  readonly replicas?: number;
  readonly network?: NetworkOptions;
  readonly scenario: (kv: KVCluster, sim: Simulation) => Promise<void>;
}

/** Runs a scenario of lab 1 with one of its chaffs, and records it with what the checker of histories says. */
export async function recordChaff(run: ChaffRun): Promise<RunRecord> {
  const lab = join(KIT_ROOT, "lab1");
  const made = materialise(KIT_ROOT, "lab1", join(KIT_ROOT, "grader/corpus/lab1/chaffs", run.chaff));
  if (made === undefined) throw new Error(`expected a chaff of lab 1, got ${run.chaff}`);
  try {
    const code = new CodeBase({ folder: made.folder, given: { folder: lab, files: ["types.ts"] } });
    const sim = new Simulation({
      seed: run.seed,
      code,
      record: true,
      ...(run.network === undefined ? {} : { network: run.network }),
    });
    let history: readonly KVOperation[] = [];
    await sim.run(async () => {
      const kv = new KVCluster(sim, { servers: run.servers ?? 1, replicas: run.replicas ?? 1 }, "server");
      await run.scenario(kv, sim);
      history = kv.history;
    });
    return record(run, sim, history);
  } finally {
    made.dispose();
  }
}

function record(run: ChaffRun, sim: Simulation, history: readonly KVOperation[]): RunRecord {
  const { events } = sim.trace;
  const verdict = checkLinearizable(kvModel, history);
  const words = verdict.kind === "illegal" ? explainIllegal(kvModel, verdict) : undefined;
  const faulty = events.filter(({ kind }) => kind === "lost-request" || kind === "lost-reply");
  return {
    schema: "run-record/v1",
    test: run.test,
    seed: run.seed,
    failure: {
      message: words?.message ?? "the run did not end as it should",
      ...(words === undefined ? {} : { expected: words.expected, got: words.got.split(";")[0] ?? "" }),
      details: [],
      replay: `npm run grade lab1 -- --test ${run.test} --seed ${String(run.seed)}`,
    },
    cause: faulty.length === 1 ? ["One lost message is enough: without it the test passes."] : [],
    hosts: sim.hosts.map(({ name }) => name),
    events: [...events],
    complete: true,
    spans: spansOf(events),
    faults: faulty.map(({ id, at, kind, host, peer, text }) => ({
      id,
      at,
      text: `${kind === "lost-request" ? "the request" : "the reply to"} ${text} from ${host} to ${String(peer)} is lost`,
    })),
    ...(verdict.kind === "illegal" ? { history: historyView(history, verdict.longest, verdict.stuck) } : {}),
  };
}

function historyView(
  history: readonly KVOperation[],
  longest: readonly KVOperation[],
  stuck: KVOperation,
): HistoryView {
  const effects = new Map<KVOperation, number>();
  let now = 0;
  for (const operation of longest) {
    now = Math.max(now, operation.called);
    effects.set(operation, now);
  }
  const key = stuck.input.key;
  return {
    operations: history
      .filter(({ input }) => input.key === key)
      .map((operation) => ({
        client: operation.client,
        text: kvModel.describe(operation.input, operation.output),
        called: operation.called,
        returned: operation.returned === Infinity ? null : operation.returned,
        effect: effects.get(operation) ?? null,
        status: operation === stuck ? "impossible" : effects.has(operation) ? "placed" : "unplaced",
      })),
    reasons: [
      `${kvModel.describe(stuck.input, stuck.output)} would need the value ${JSON.stringify(stuck.output)} at some moment between its call and its answer; no order of the other operations gives that value there.`,
    ],
  };
}

/** Times in which hosts were unplugged. */
function spansOf(events: Simulation["trace"]["events"]): Span[] {
  const spans: Span[] = [];
  for (const { at, kind, text } of events) {
    const [host, change] = kind === "network" ? text.split(" ") : [];
    if (host === undefined) continue;
    if (change === "disconnected")
      spans.push({
        kind: "disconnected",
        from: at,
        until: null,
        groups: [[host]],
        text: `${host} is cut off`,
      });
    const open = spans.findLastIndex(({ until, groups }) => until === null && groups[0]?.[0] === host);
    const span = spans[open];
    if (change === "reconnected" && span !== undefined) spans[open] = { ...span, until: at };
  }
  return spans;
}

import { createHash } from "node:crypto";
import type { FaultPlan, StrategySpec, TraceEvent } from "labrpc/simulation";
import { faultPlan, type Counterexample, type RunRecord } from "labrpc/records";
import { z } from "zod";
import { replayStrategy, strategySpec } from "./strategySpec";

const checkpoints = z.strictObject({
  /** There is a hash after every so many events. */
  every: z.int().min(1),
  /** Of all events up to there, six hex digits each. */
  hashes: z.array(z.string().regex(/^[0-9a-f]{6}$/)),
  /** How many events the run had, without what was printed. */
  events: z.int().min(0),
});

/** Events that tell where a run went another way; see divergence. */
export type ReplayCheckpoints = z.infer<typeof checkpoints>;

/**
 * A run that can be run again: what is to go wrong in it, and how it went when this was written. As a file it
 * also holds the events themselves.
 */
export const replayFile = z.strictObject({
  schema: z.literal("replay/v1"),
  lab: z.string(),
  test: z.string(),
  seed: z.int(),
  /** Empty with the strategy "orders", which says what is lost. */
  plan: faultPlan,
  /** How the order of events is chosen; absent where it comes from the seed. */
  strategy: strategySpec.exactOptional(),
  /** How the failure is told from others; a run that fails with another one has gone another way. */
  signature: z.string(),
  /** Whether the search for the counterexample came to its end. */
  search: z.enum(["minimal", "budget"]),
  runs: z.int(),
  /** Absent when the run was too long to be kept whole. */
  checkpoints: checkpoints.exactOptional(),
  /** The first events, one a line. */
  events: z.array(z.string()).exactOptional(),
});

export type ReplayFile = z.infer<typeof replayFile>;

/** Hashes in a replay: few, so that its code stays short. */
const MOST_HASHES = 40;
/** Events in a replay's file, and characters of their lines: its bytes stay below 5,000,000. */
const MOST_EVENTS = 3_000;
const MOST_LINE_CHARACTERS = 1_500_000;

/** Makes the replay of a recorded run. */
export function replayFileOf(
  lab: string,
  { plan, search, runs, choices }: Omit<Counterexample, "cause">,
  record: RunRecord,
  strategy: StrategySpec = { kind: "random" },
): ReplayFile {
  const { test, seed, complete, failure } = record;
  const events = eventsToCompare(record.events);
  const every = Math.max(1, Math.ceil(events.length / MOST_HASHES));
  const { untilMs, dimensions } = plan;
  const chosen = replayStrategy(strategy, choices);
  return {
    schema: "replay/v1",
    lab,
    test,
    seed,
    plan: {
      faults: [...plan.faults].map(replayFaultCopy),
      leftOut: [...plan.leftOut],
      ...(untilMs === undefined ? {} : { untilMs }),
      ...(dimensions === undefined ? {} : { dimensions: { ...dimensions } }),
    },
    ...(chosen === undefined ? {} : { strategy: chosen }),
    signature: replayHash(failure.signature ?? ""),
    search,
    runs,
    ...(complete
      ? {
          checkpoints: { every, hashes: hashesOfReplay(events, every), events: events.length },
          events: firstReplayLines(events),
        }
      : {}),
  };
}

function firstReplayLines(events: readonly TraceEvent[]): string[] {
  const lines: string[] = [];
  let characters = 0;
  for (const event of events.slice(0, MOST_EVENTS)) {
    const line = replayEventLine(event);
    characters += line.length;
    if (characters > MOST_LINE_CHARACTERS) break;
    lines.push(line);
  }
  return lines;
}

/** Six hex digits. */
export function replayHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 6);
}

/** An event as a line; equal for equal events. */
export function replayEventLine({ at, kind, host, peer, text }: TraceEvent): string {
  return `${at.toFixed(3)} ms ${host}${peer === undefined ? "" : ` → ${peer}`} ${kind} ${text}`.trimEnd();
}

/** What a run is told from another by. What is printed changes nothing: a print may come or go between two replays. */
export function eventsToCompare(events: readonly TraceEvent[]): TraceEvent[] {
  return events.filter(({ kind }) => kind !== "console");
}

/** Hashes of the first `every` events, of the first 2 × `every`, and so on, and of all. */
export function hashesOfReplay(events: readonly TraceEvent[], every: number): string[] {
  const hashes: string[] = [];
  let hash = 0x811c9dc5;
  events.forEach((event, index) => {
    for (const char of replayEventLine(event))
      hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
    if ((index + 1) % every === 0 || index === events.length - 1)
      hashes.push((hash >>> 8).toString(16).padStart(6, "0"));
  });
  return hashes;
}

function replayFaultCopy(fault: FaultPlan["faults"][number]): ReplayFile["plan"]["faults"][number] {
  return fault.kind === "duplicate" ? { ...fault, copiesMs: [...fault.copiesMs] } : fault;
}

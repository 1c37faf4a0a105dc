import { LOSES_EVERYTHING, type Fault } from "../../simulation/faults/Fault";
import type { Outcome } from "../../simulation/outcome/Outcome";
import type { StrategySpec } from "../../simulation/schedules/StrategySpec";
import type { TraceKind } from "../../simulation/trace/Trace";
import { faultsByRole } from "./faultsByRole";
import { faultSentences, type FaultSentence } from "./faultSentences";
import { shortenEventText, traceTime } from "../explain/renderEvent";
import type { RunSeen } from "../explain/RunSeen";
import type { MinimisedPlan } from "./minimisePlan";

/** Faults and operations named one by one; of more only the number is said. */
const MOST_FAULTS = 6;
const MOST_OPERATIONS = 8;

/** No fault is needed for an order that is unlikely, so the order has to be spoken of. */
const BY_PRIORITIES = {
  pct: "and messages arrive in the order that pct chooses: see the last events",
  pos: "and messages arrive in the order that pos chooses: see the last events",
};

/** Puts a counterexample into sentences; `run` is the run with its plan, under the strategy given. */
export function describeCounterexample(
  { plan, search, runs }: MinimisedPlan,
  run: RunSeen,
  strategy: StrategySpec = { kind: "random" },
  outcome?: Outcome,
): string[] {
  return [
    ...counterexampleFaultLines(run, outcome),
    ...(run.features.length === 0 ? [] : [`the world: ${run.features.join("; ")}`]),
    ...(strategy.kind === "pct" || strategy.kind === "pos" ? [BY_PRIORITIES[strategy.kind]] : []),
    ...(plan.leftOut.length === 0 ? [] : [keptOperationsLine(plan.leftOut, run)]),
    ...(search === "budget" ? [unfinished(runs)] : []),
  ];
}

/** Said of a counterexample whose search used up its budget. */
export function unfinished(runs: number): string {
  return `this may not be minimal: the search stopped after ${String(runs)} runs`;
}

/**
 * Which faults the run has: those of the network's chance first, which are what went wrong, and then what the test does
 * itself, which is part of its scenario.
 */
export function counterexampleFaultLines(run: RunSeen, outcome?: Outcome): string[] {
  const all = run.faults.seen;
  const seen = all.filter(({ scripted }) => scripted !== LOSES_EVERYTHING);
  const lost = all.length - seen.length;
  const certain =
    lost === 0
      ? []
      : [`the test makes the network lose every message of one kind for a while, ${String(lost)} in all`];
  if (seen.length === 0)
    return lost === 0
      ? [
          `fails without any ${isSmoothRun(run) ? "fault: every message arrived, once and in time" : "network fault"}`,
        ]
      : [`fails while ${certain.join("")}`];
  const { chance, delaying, scripted } = faultsByRole(seen, outcome);
  const ofTest = [
    ...certain.map((text): FaultSentence => ({ faults: [], text: () => text })),
    ...faultSentences(scripted, run),
  ];
  if (chance.length === 0) return linesOfFaults((count) => `fails with ${count}, made by the test`, ofTest);
  return [
    ...linesOfFaults((count) => `fails with ${count}`, faultSentences(chance, run)),
    ...linesOfFaults(
      (count) => `and, to keep the test busy until then, ${count}`,
      faultSentences(delaying, run),
    ),
    ...linesOfFaults((count) => `and ${count} made by the test`, ofTest),
  ];
}

/** One sentence behind its heading, several below it; none of no faults. */
function linesOfFaults(heading: (count: string) => string, sentences: readonly FaultSentence[]): string[] {
  const said = distinctFaultTexts(sentences.slice(0, MOST_FAULTS));
  const more = sentences.slice(MOST_FAULTS);
  if (sentences.length === 0) return [];
  if (sentences.length === 1) return [`${heading("one fault")}: ${said.join("")}`];
  return [
    `${heading(`${String(sentences.length)} faults`)}:`,
    ...said.map((text) => `- ${text}`),
    ...(more.length === 0 ? [] : [`- and ${faultKindCounts(more)}`]),
  ];
}

/** Sentences; those with the same words are distinguished by their times. */
function distinctFaultTexts(sentences: readonly FaultSentence[]): string[] {
  const texts = sentences.map(({ text }) => text());
  return texts.map((text, i) =>
    texts.indexOf(text) === texts.lastIndexOf(text)
      ? text
      : `${text} (${traceTime(sentences[i]?.faults[0]?.at ?? 0)})`,
  );
}

/** Whether nothing was lost, late or in vain, for whatever reason. */
function isSmoothRun({ events }: RunSeen): boolean {
  return !events.some(({ kind }) => ROUGH.has(kind));
}

const ROUGH: ReadonlySet<TraceKind> = new Set(["timeout", "lost-request", "lost-reply", "late", "copy"]);

function keptOperationsLine(leftOut: readonly string[], { faults }: RunSeen): string {
  // Some cannot be left out, as the harness has it; they are part of it all the same.
  const all = new Set([...faults.operations, ...faults.begunOperations]);
  const kept = [...all].filter((name) => !leftOut.includes(name));
  const count = kept.length === 1 ? "one operation suffices" : `${String(kept.length)} operations suffice`;
  if (kept.length > MOST_OPERATIONS) return count;
  const texts = kept.map((name) => {
    const client = name.slice(0, name.lastIndexOf("/"));
    const text = faults.operationText(name);
    return text === undefined ? client : `${client} ${shortenEventText(text, 70)}`;
  });
  return `${count}: ${texts.join("; ")}`;
}

const KIND: Record<Fault["kind"], readonly [one: string, many: string]> = {
  "lost-request": ["lost request", "lost requests"],
  "lost-reply": ["lost reply", "lost replies"],
  "late-request": ["late request", "late requests"],
  "late-reply": ["late reply", "late replies"],
  duplicate: ["duplicated request", "duplicated requests"],
  cut: ["link fault", "link faults"],
  crash: ["crash", "crashes"],
};

/** How many there are of each kind. */
function faultKindCounts(sentences: readonly FaultSentence[]): string {
  const counts = new Map<Fault["kind"], number>();
  for (const { faults } of sentences)
    for (const { fault } of faults.slice(0, 1)) counts.set(fault.kind, (counts.get(fault.kind) ?? 0) + 1);
  return [...counts]
    .map(([kind, count]) =>
      count === 1 ? `one more ${KIND[kind][0]}` : `${String(count)} more ${KIND[kind][1]}`,
    )
    .join(", ");
}

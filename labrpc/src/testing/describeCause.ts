import { LOSES_EVERYTHING, type Fault, type FaultSeen } from "../simulation/Fault";
import { describeFault, type RunSeen } from "./describeFault";
import { shorten } from "./renderEvent";
import type { SmallestCause } from "./smallestCause";

/** Faults and operations named one by one; of more only the number is said. */
const MOST_FAULTS = 6;
const MOST_OPERATIONS = 8;

/** Puts the smallest cause into sentences; `run` is the run with its plan. */
export function describeCause({ plan, search, runs }: SmallestCause, run: RunSeen): string[] {
  return [
    ...faultLines(run),
    ...(plan.leftOut.length === 0 ? [] : [operationLine(plan.leftOut, run)]),
    ...(search === "budget"
      ? [`this may not be the smallest cause: the search stopped after ${String(runs)} runs`]
      : []),
  ];
}

function faultLines(run: RunSeen): string[] {
  const all = run.faults.seen;
  const seen = all.filter(({ scripted }) => scripted !== LOSES_EVERYTHING);
  const lost = all.length - seen.length;
  const certain =
    lost === 0 ? [] : [`the test has the network lose everything for a while, ${String(lost)} messages`];
  if (seen.length === 0)
    return lost === 0
      ? ["fails without any fault: every message arrived, once and in time"]
      : [`fails while ${certain.join("")}`];
  const said = [...certain, ...seen.slice(0, MOST_FAULTS).map((fault) => describeFault(fault, run))];
  if (said.length === 1) return [`fails with one fault: ${said.join("")}`];
  const more = seen.slice(MOST_FAULTS);
  return [
    `fails with ${String(seen.length)} faults:`,
    ...said.map((text) => `- ${text}`),
    ...(more.length === 0 ? [] : [`- and ${kinds(more)} more`]),
  ];
}

function operationLine(leftOut: readonly string[], { faults }: RunSeen): string {
  const kept = faults.operations.filter((name) => !leftOut.includes(name));
  const texts = kept.slice(0, MOST_OPERATIONS).map((name) => {
    const client = name.slice(0, name.lastIndexOf("/"));
    return `${client} ${shorten(faults.operationText(name) ?? "", 70)}`;
  });
  const more = kept.length > texts.length ? `; and ${String(kept.length - texts.length)} more` : "";
  const count = kept.length === 1 ? "one operation is" : `${String(kept.length)} operations are`;
  return `${count} enough for it: ${texts.join("; ")}${more}`;
}

const KIND: Record<Fault["kind"], readonly [one: string, many: string]> = {
  "lost-request": ["lost request", "lost requests"],
  "lost-reply": ["lost reply", "lost replies"],
  "late-request": ["late request", "late requests"],
  "late-reply": ["late reply", "late replies"],
  duplicate: ["copied request", "copied requests"],
  cut: ["cut link", "cut links"],
  crash: ["crash", "crashes"],
};

/** How many there are of each kind. */
function kinds(seen: readonly FaultSeen[]): string {
  const counts = new Map<Fault["kind"], number>();
  for (const { fault } of seen) counts.set(fault.kind, (counts.get(fault.kind) ?? 0) + 1);
  return [...counts]
    .map(([kind, count]) => (count === 1 ? `one ${KIND[kind][0]}` : `${String(count)} ${KIND[kind][1]}`))
    .join(", ");
}

import type { Fault, FaultSeen } from "../simulation/Fault";
import type { RunSeen } from "./describeFault";
import { describeFault } from "./describeFault";
import type { SmallestCause } from "./smallestCause";
import { shorten } from "./renderEvent";

/** Faults and operations named one by one; of more only the number is said. */
const MOST_FAULTS = 6;
const MOST_OPERATIONS = 8;

/** Puts the smallest cause into sentences; `run` is the run with its plan. */
export function describeCause({ plan, search, runs }: SmallestCause, run: RunSeen): string[] {
  const lines: string[] = [];
  const { seen } = run.faults;
  const said = seen.slice(0, MOST_FAULTS).map((fault) => describeFault(fault, run));
  const [first = ""] = said;
  if (seen.length === 0) lines.push("fails without any fault: every message arrived, once and in time");
  else if (seen.length === 1) lines.push(`fails with one fault: ${first}`);
  else {
    lines.push(`fails with ${String(seen.length)} faults:`, ...said.map((text) => `- ${text}`));
    if (seen.length > said.length) lines.push(`- and ${kinds(seen.slice(said.length))}`);
  }
  if (plan.leftOut.length > 0) {
    const leftOut = new Set(plan.leftOut);
    const kept = run.faults.operations.filter((name) => !leftOut.has(name));
    const texts = kept.slice(0, MOST_OPERATIONS).map((name) => {
      const client = name.slice(0, name.lastIndexOf("/"));
      return `${client} ${shorten(run.faults.operationText(name) ?? "", 70)}`;
    });
    const more = kept.length > texts.length ? `; and ${String(kept.length - texts.length)} more` : "";
    const count = kept.length === 1 ? "one operation is" : `${String(kept.length)} operations are`;
    lines.push(`${count} enough for it: ${texts.join("; ")}${more}`);
  }
  if (search === "budget") {
    lines.push(`this may not be the smallest cause: the search stopped after ${String(runs)} runs`);
  }
  return lines;
}

const KIND: Record<Fault["kind"], string> = {
  "lost-request": "lost requests",
  "lost-reply": "lost replies",
  "late-request": "late requests",
  "late-reply": "late replies",
  duplicate: "requests that arrived more than once",
  cut: "cut links",
  crash: "crashes",
};

/** How many there are of each kind. */
function kinds(seen: readonly FaultSeen[]): string {
  const counts = new Map<Fault["kind"], number>();
  for (const { fault } of seen) counts.set(fault.kind, (counts.get(fault.kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => `${String(count)} ${KIND[kind]}`).join(", ");
}

import { variableOf } from "labrpc/reporting";
import type { DebuggedLab, DebugSetup, DebugView, StagedCall } from "labrpc/testing";

type TraceEvent = DebugView["record"]["events"][number];

/** The lab's file that declares scenarios, seen from its scenarios.ts. */
const STAGE = "./stage";

/** Virtual ms: a pause before an operation that is shorter matters to nobody. */
const LEAST_PAUSE_MS = 5;

/** What was done to the messages of one link, in the order in which they were sent. */
interface Link {
  readonly kind: "request" | "reply";
  readonly from: string;
  readonly to: string;
  readonly fates: ("arrives" | "lost" | "copied" | { readonly delayMs: number })[];
}

/**
 * A scenario that does what somebody has done in the debugger. A scenario cannot choose among events, so it says of the
 * nth message of a link what becomes of it, and starts operations at the same times.
 */
export function scenarioSource(lab: DebuggedLab, setup: string, view: DebugView): string {
  const { calls = [], verdicts = [] }: Partial<DebugSetup> = lab.setups[setup] ?? {};
  const lines = calls.map((call) => statementOf(lab, call));
  lines.push(...ruleLines(view));
  let now = 0;
  view.operations.forEach(({ call, args, since, ended }, at) => {
    if (verdicts.includes(call)) return;
    const pause = since - now;
    if (pause > LEAST_PAUSE_MS) lines.push(`await stage.sleep(${String(Math.round(pause))});`);
    now = Math.max(now, since);
    const next = view.operations[at + 1]?.since ?? Infinity;
    const source = statementOf(lab, [call, args]);
    if (source.endsWith(";")) lines.push(source);
    else if (ended !== undefined && ended.at <= next && ended.kind === "returned") {
      lines.push(`await ${source};`);
      now = Math.max(now, ended.at);
    } else lines.push(`const operation${String(at + 1)} = ${source};`);
  });
  view.operations.forEach(({ ended, since, call, args }, at) => {
    const isOpen = lines.includes(`const operation${String(at + 1)} = ${statementOf(lab, [call, args])};`);
    const isNever = ended?.kind === "never" || since === Infinity;
    if (isOpen && !isNever) lines.push(`await operation${String(at + 1)};`);
  });
  lines.push(...verdicts.map((verdict) => `await stage.${verdict}();`));
  const [first = "nothing is wrong"] = view.verdict.message.split("\n");
  const title = JSON.stringify(`from the debugger: ${first}`.slice(0, 140));
  return `import type { Scenarios } from ${JSON.stringify(STAGE)};

export const scenarios: Scenarios = {
  async ${title}(stage) {
${lines.map((line) => `    ${line}`).join("\n")}
  },
};
`;
}

/** Ends with a semicolon when there is nothing to wait for. */
function statementOf(lab: DebuggedLab, [call, args]: StagedCall): string {
  const own = lab.source([call, args]);
  if (own !== undefined) return own;
  if (COMMON.has(call)) return `stage.network.${call}(${argumentsOf(call, args)});`;
  const { clerk, ...others } = (args ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof clerk === "string") {
    const given = Object.values(others).map((one) => JSON.stringify(one));
    return `${variableOf(clerk)}.${call}(${given.join(", ")})`;
  }
  const one = args === null ? "" : JSON.stringify(args);
  return call.startsWith("expect") ? `stage.${call}(${one})` : `stage.${call}(${one});`;
}

/** What the network of every stage does. */
const COMMON = new Set(["disconnect", "reconnect", "block", "unblock", "slow", "partition", "heal"]);

function argumentsOf(call: string, args: unknown): string {
  if (args === null || args === undefined) return "";
  if (call === "partition") return (args as unknown[]).map((group) => JSON.stringify(group)).join(", ");
  if (typeof args === "object")
    return Object.values(args)
      .map((one) => JSON.stringify(one))
      .join(", ");
  return JSON.stringify(args);
}

function ruleLines(view: DebugView): string[] {
  return linksOf(view).flatMap(({ kind, from, to, fates }) => {
    const last = fates.findLastIndex((fate) => fate !== "arrives");
    const lines: string[] = [];
    for (let at = 0; at <= last;) {
      const fate = fates[at];
      let end = at + 1;
      while (end <= last && JSON.stringify(fates[end]) === JSON.stringify(fate)) end += 1;
      const which = { kind, from, to, ...(end - at === 1 ? {} : { count: end - at }) };
      if (fate === "lost") lines.push(`stage.network.lose(${JSON.stringify(which)});`);
      else if (fate === "copied")
        lines.push(`stage.network.copy(${JSON.stringify({ ...which, kind: undefined })});`);
      else {
        const delayMs = typeof fate === "object" ? fate.delayMs : 1;
        lines.push(`stage.network.delay(${JSON.stringify(which)}, ${String(delayMs)});`);
      }
      at = end;
    }
    return lines;
  });
}

/** What became of each message: somebody lost it, copied it, or held it back. */
function linksOf({ record, steps }: DebugView): Link[] {
  const links = new Map<string, Link>();
  const held = new Set(steps.flatMap(({ choice }) => (choice.kind === "hold" ? [choice.what] : [])));
  const copied = new Set(steps.flatMap(({ choice }) => (choice.kind === "copy" ? [choice.what] : [])));
  const nth = new Map<string, number>();
  for (const [at, event] of record.events.entries()) {
    const { kind, host, peer } = event;
    if ((kind !== "call" && kind !== "reply") || peer === undefined) continue;
    const what = kind === "call" ? "request" : "reply";
    const key = `${what} ${host} → ${peer}`;
    const link: Link = links.get(key) ?? { kind: what, from: host, to: peer, fates: [] };
    links.set(key, link);
    const number = numberOfCall(nth, event, what);
    const name = `${key} ${String(number)}`;
    const later = record.events.slice(at + 1).filter(({ id }) => id === event.id);
    const lost = what === "request" ? "lost-request" : "lost-reply";
    const arrives = what === "request" ? ["deliver"] : ["return", "late"];
    const end = later.find((one) => one.kind === lost || arrives.includes(one.kind));
    if (end?.kind === lost) link.fates.push("lost");
    else if (copied.has(name)) link.fates.push("copied");
    else if (held.has(name) && end !== undefined)
      link.fates.push({ delayMs: Math.max(1, Math.round(end.at - event.at)) });
    else link.fates.push("arrives");
  }
  return [...links.values()];
}

/** Calls count on their link; a reply has the number of its call. */
function numberOfCall(nth: Map<string, number>, { id, host, peer = "" }: TraceEvent, what: string): number {
  const call = `call ${String(id)}`;
  if (what === "reply") return nth.get(call) ?? 0;
  const link = `${host} → ${peer}`;
  const number = (nth.get(link) ?? 0) + 1;
  nth.set(link, number);
  nth.set(call, number);
  return number;
}

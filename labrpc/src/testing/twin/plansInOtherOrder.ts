import type { FaultPlan, TraceEvent } from "../../records";
import { withShortIds } from "../explain/renderEvent";
import type { RunSeen } from "../explain/RunSeen";
import type { NearPlan } from "./NearPlan";
import { quotedIn } from "../state/partsAbout";

/** How much later than the other one a message arrives that is to come behind it, virtual ms. */
const BEHIND_MS = 0.01;
const MOST_TEXT = 60;

/** A message that arrived. */
interface Arrival {
  /** As in Fault. */
  readonly name: string;
  readonly kind: "request" | "reply";
  readonly to: string;
  readonly from: string;
  /** Virtual ms. */
  readonly sentAt: number;
  readonly at: number;
  /** The message, with its arguments or its reply. */
  readonly text: string;
}

/**
 * The plan of a failing run with two messages in the other order: both were on their way to the same host at the same
 * time, and nothing came to it in between, so the first one may as well come just behind the second. Those first that
 * have to do with what failed, then requests before replies, and those that arrive last before earlier ones.
 *
 * @param words in quotes, which what has to do with the failure names, such as its key
 */
export function plansInOtherOrder(plan: FaultPlan, run: RunSeen, words: ReadonlySet<string>): NearPlan[] {
  const isAbout = ({ text }: Arrival): boolean => quotedIn(text).some((word) => words.has(word));
  const rank = ([first, second]: Pair): number =>
    (isAbout(first) ? 0 : 2) + (isAbout(second) ? 0 : 2) + (first.kind === "request" ? 0 : 1);
  const pairs = neighbours(arrivalsOf(run)).reverse();
  return pairs
    .toSorted((a, b) => rank(a) - rank(b))
    .map(([first, second]): NearPlan => ({
      kind: "order",
      plan: {
        ...plan,
        faults: [
          ...plan.faults.filter((fault) => !isLatenessOf(fault, first)),
          {
            kind: `late-${first.kind}`,
            message: first.name,
            delayMs: second.at + BEHIND_MS - first.sentAt,
          },
        ],
      },
      how: () =>
        `if ${inWords(second)} reaches ${second.to} before ${inWords(first, second.from)}, and not after it`,
    }));
}

/** In the order in which they arrived. Copies have no part in it: what belongs to which is not sure. */
function arrivalsOf({ events, faults }: RunSeen): Arrival[] {
  const [requests, replies] = [new Map<number, TraceEvent>(), new Map<number, TraceEvent>()];
  const copied = new Set(events.filter(({ kind }) => kind === "copy").map(({ id }) => id));
  return events.flatMap((event): Arrival[] => {
    const { kind, id, host: to, peer: from = "", at } = event;
    if (kind === "call") requests.set(id, event);
    if (kind === "reply" || kind === "throw") replies.set(id, event);
    if ((kind !== "deliver" && kind !== "return") || copied.has(id)) return [];
    const sent = (kind === "deliver" ? requests : replies).get(id);
    const name = faults.messageOfCall(id);
    if (sent === undefined || name === undefined) return [];
    const common = { name, to, from, sentAt: sent.at, at, text: sent.text };
    return [{ ...common, kind: kind === "deliver" ? "request" : "reply" }];
  });
}

type Pair = readonly [Arrival, Arrival];

/** Messages that arrived one behind the other at the same host, of which the second was sent before the first came. */
function neighbours(arrivals: readonly Arrival[]): Pair[] {
  const last = new Map<string, Arrival>();
  return arrivals.flatMap((second): Pair[] => {
    const first = last.get(second.to);
    last.set(second.to, second);
    return first !== undefined && first.kind === second.kind && second.sentAt < first.at
      ? [[first, second]]
      : [];
  });
}

function isLatenessOf(fault: FaultPlan["faults"][number], { kind, name }: Arrival): boolean {
  return fault.kind === `late-${kind}` && "message" in fault && fault.message === name;
}

/** @param other who sent another message that is named in the same sentence */
function inWords({ kind, from, text }: Arrival, other?: string): string {
  const whole = withShortIds(text);
  const said = whole.length <= MOST_TEXT ? whole : `${whole.slice(0, MOST_TEXT)}…`;
  if (kind === "reply") return `${from}'s reply ${said}`;
  return other === from ? `its ${said}` : `${from}'s ${said}`;
}

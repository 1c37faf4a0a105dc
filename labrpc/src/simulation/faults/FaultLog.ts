import { OWN_LUCK, type Luck } from "../clock/Luck";
import type { Call } from "../messages/Call";
import { faultKey, type Fault, type FaultPlan, type FaultSeen, type MessageFault } from "./Fault";

/** Whose doing a fault is: see FaultSeen.scripted. */
export type FaultOrigin = string | undefined;

/** Characters of a call's arguments that are kept with a fault. */
const MOST_TEXT = 300;

/**
 * Names the faults of a run and writes them down. In a planned run the plan decides which faults happen, and
 * what the seed or the test's script says of them counts for nothing.
 */
export class FaultLog {
  /** The faults that happened, in order. */
  readonly seen: FaultSeen[] = [];
  /** Operations that could have been left out, as in FaultPlan.leftOut, in the order in which they came up. */
  readonly operations: string[] = [];
  readonly #now: () => number;
  readonly #planned: ReadonlyMap<string, Fault> | undefined;
  readonly #untilMs: number;
  readonly #luck: Luck;
  readonly #leftOut: ReadonlySet<string>;
  /** How many operations each host has begun, and what the operation of each name is. */
  readonly #begun = new Map<string, number>();
  readonly #texts = new Map<string, string>();
  /** How many operations go together under a name, where it is not one. */
  readonly #together = new Map<string, number>();
  /** The calls on each link since the caller's operation began. */
  readonly #calls = new Map<string, { operation: number; count: number }>();
  readonly #names = new Map<number, string>();
  #linkFaults = 0;
  readonly #crashes = new Map<string, number>();

  constructor(now: () => number, plan: FaultPlan | undefined, luck: Luck = OWN_LUCK) {
    this.#now = now;
    this.#luck = luck;
    this.#planned = plan && new Map(plan.faults.map((fault) => [faultKey(fault), fault]));
    this.#untilMs = plan?.untilMs ?? Infinity;
    this.#leftOut = new Set(plan?.leftOut);
  }

  /** A host's next operation begins; `text` is its method with the arguments. */
  begin(host: string, text: string): void {
    const nth = (this.#begun.get(host) ?? 0) + 1;
    this.#begun.set(host, nth);
    this.#texts.set(`${host}/${String(nth)}`, text);
  }

  /** The text of an operation by its name, and of those that go with it; undefined when it did not begin. */
  operationText(name: string): string | undefined {
    const first = this.#texts.get(name);
    const others = this.#goingWith(name).map((other) => this.#texts.get(other));
    return first && [first, ...others].filter((text) => text !== undefined).join(" and ");
  }

  /** Operations that began, by their names, in order; those that go together under the name of the first. */
  get begunOperations(): string[] {
    const covered = new Set<string>();
    return [...this.#texts.keys()].filter((name) => {
      if (covered.has(name)) return false;
      for (const other of this.#goingWith(name)) covered.add(other);
      return true;
    });
  }

  /** Whether the host's next `count` operations are left out; if so, they count as begun. */
  leavesOut(host: string, count: number): boolean {
    const begun = this.#begun.get(host) ?? 0;
    const name = `${host}/${String(begun + 1)}`;
    this.operations.push(name);
    if (count > 1) this.#together.set(name, count);
    if (!this.#leftOut.has(name)) return false;
    this.#begun.set(host, begun + count);
    return true;
  }

  /** Gives a call its name. To be called once for each, when it is sent. */
  name(call: Call): void {
    const link = `${call.from}>${call.to}`;
    const operation = this.#begun.get(call.from) ?? 0;
    const before = this.#calls.get(link);
    const count = before?.operation === operation ? before.count + 1 : 1;
    this.#calls.set(link, { operation, count });
    this.#names.set(call.id, `${call.from}/${String(operation)}>${call.to}/${String(count)}`);
  }

  /** The name of a call's request and of the reply to it, as in Fault; undefined for a number that no call has. */
  messageOfCall(id: number): string | undefined {
    return this.#names.get(id);
  }

  /** Whether a message is lost. `copy` is 0 for the request itself and its reply, 1 for its first copy … */
  lost(
    kind: "lost-request" | "lost-reply",
    call: Call,
    copy: number,
    drawn: boolean,
    origin: FaultOrigin,
  ): boolean {
    const fault = this.#choose({ kind, message: this.#messageOf(call, copy) }, drawn, origin);
    if (fault !== undefined) this.#note(fault, call, origin);
    return fault !== undefined;
  }

  /** How long a message travels, all in all; `usualMs` without faults, `drawnMs` undefined when that is it. */
  delay(
    kind: "late-request" | "late-reply",
    call: Call,
    copy: number,
    { drawnMs, usualMs, origin }: { drawnMs: number | undefined; usualMs: number; origin: FaultOrigin },
  ): number {
    const message = this.#messageOf(call, copy);
    const fault = this.#choose({ kind, message, delayMs: drawnMs ?? usualMs }, drawnMs !== undefined, origin);
    if (fault?.kind !== kind) return usualMs;
    this.#note(fault, call, origin);
    return fault.delayMs;
  }

  /** Notes what a strategy did to a message, whatever a plan says: its choices are a plan of their own. */
  chosen(kind: "lost-request" | "lost-reply" | "duplicate", call: Call, copy: number): void {
    const message = this.#messageOf(call, copy);
    this.#note(kind === "duplicate" ? { kind, message, copiesMs: [0] } : { kind, message }, call, undefined);
  }

  /** When copies of a request arrive, ms after it. */
  copies(call: Call, drawn: readonly number[], origin: FaultOrigin): readonly number[] {
    const message = this.#messageOf(call, 0);
    const fault = this.#choose({ kind: "duplicate", message, copiesMs: drawn }, drawn.length > 0, origin);
    if (fault?.kind !== "duplicate") return [];
    this.#note(fault, call, origin);
    return fault.copiesMs;
  }

  /** Whether a partition, or another link fault of the test's, takes place; its number if it does. */
  linkFault(what: string): number | undefined {
    const nth = ++this.#linkFaults;
    const origin = `cut ${String(nth)}`;
    const fault = this.#choose({ kind: "cut", nth, what }, true, origin);
    if (fault === undefined) return undefined;
    this.#note({ kind: "cut", nth, what }, undefined, origin);
    return nth;
  }

  /** Whether the test's crash takes place. @param kept whether a run without it makes no sense */
  crash(host: string, kept: boolean): boolean {
    const nth = (this.#crashes.get(host) ?? 0) + 1;
    this.#crashes.set(host, nth);
    const origin = `crash of ${host}`;
    const fault = this.#choose({ kind: "crash", host, nth }, true, origin);
    if (fault !== undefined) this.#note(fault, undefined, origin, kept);
    return fault !== undefined;
  }

  /**
   * The fault that happens: the plan's, or the one drawn; what the test does itself only while the plan holds, and what
   * the network does only until its luck turns.
   */
  #choose(drawn: Fault, happens: boolean, origin: FaultOrigin): Fault | undefined {
    const isFree = origin === undefined ? this.#luck.hasTurned : this.#now() > this.#untilMs;
    if (this.#planned === undefined || isFree) return happens ? drawn : undefined;
    return this.#planned.get(faultKey(drawn));
  }

  /** The names of the operations that an operation stands for besides itself. */
  #goingWith(name: string): string[] {
    const [host, nth] = [name.slice(0, name.lastIndexOf("/")), Number(name.slice(name.lastIndexOf("/") + 1))];
    const count = this.#together.get(name) ?? 1;
    return Array.from({ length: count - 1 }, (_, i) => `${host}/${String(nth + i + 1)}`);
  }

  #note(fault: Fault, call: Call | undefined, scripted: FaultOrigin, kept = false): void {
    const text = call === undefined ? "" : `${call.method}(${call.text.slice(0, MOST_TEXT)})`;
    this.seen.push({ fault, at: this.#now(), id: call?.id ?? 0, call: text, scripted, kept });
  }

  #messageOf(call: Call, copy: number): MessageFault["message"] {
    const name = this.#names.get(call.id) ?? "";
    return copy === 0 ? name : `${name}+${String(copy)}`;
  }
}

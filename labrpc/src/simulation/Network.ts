import { Accounting, type CallFilter, type CallTotals } from "./Accounting";
import { Cables } from "./Cables";
import type { PendingCall } from "./Outcome";
import {
  DEAD_END_MS,
  HELD_BACK_CHANCE,
  HELD_BACK_MS,
  LONG_DEAD_END_MS,
  behaviourOf,
  type NetworkBehaviour,
  type NetworkOptions,
} from "./NetworkOptions";
import { hashText, mix, uniform } from "./RandomStream";
import type { Scheduler } from "./Scheduler";
import { serviceEndpoint } from "./serviceEndpoint";
import type { TraceKind } from "./Trace";

/** Something that answers requests. `respond` may be called once, at once or later. */
export interface Endpoint {
  /** The host that it stands on; its cable carries the messages. */
  readonly host: string;
  receive(method: string, text: string, respond: (ok: boolean, text: string) => void): void;
}

/** A message on its way, as a script sees it. */
export interface Message {
  readonly kind: "request" | "reply";
  readonly from: string;
  readonly to: string;
  readonly method: string;
  /** The arguments or the reply, as JSON text. */
  readonly text: string;
  /** The number of the call within the run, from 1. */
  readonly call: number;
  /** How many calls this caller has sent to this server, this one included. */
  readonly nth: number;
}

/** What a script decides; undefined leaves the message to the network's options. `copies` counts requests. */
export type Fate =
  "lose" | "deliver" | { readonly delayMs: number } | { readonly copies: number; readonly delayMs?: number };
export type Script = (message: Message) => Fate | undefined;

export type CallStatus = "ok" | "error" | "timeout";

interface Call {
  readonly id: number;
  readonly from: string;
  readonly to: string;
  readonly method: string;
  readonly text: string;
  readonly nth: number;
  readonly hash: number;
  readonly sentAt: number;
  readonly timeoutMs: number;
  readonly totals: CallTotals;
  readonly endpoint: Endpoint | undefined;
  readonly where: string;
  readonly finish: (status: CallStatus, text: string) => void;
  open: boolean;
  giveUpSet: boolean;
  replied: boolean;
}

/** Slots of a message's own random numbers. */
const SLOT = {
  requestDelay: 0,
  requestLoss: 1,
  replyLoss: 2,
  replyDelay: 3,
  held: 4,
  heldFor: 5,
  copy: 6,
  copyDelay: 7,
  dead: 8,
  tie: 9,
};

/**
 * The simulated network: MIT's labrpc on virtual time.
 *
 *     makeEnd(name, from); connect(name, server); enable(name, on)      ends
 *     addServer(name, endpoint); deleteServer(name)                     servers
 *     disconnect(host); reconnect(host); partition(groups); block(from, to); unblock(from, to)
 *     slow(from, to, extraMs); heal()
 *     set(options); script(decide); calls(filter)
 *
 * - What happens to a message depends on the seed and on the message's own identity (caller, server, and the
 *   how-manieth call between them), never on how many random numbers somebody else drew.
 * - A deleted server's handlers may finish; no reply leaves.
 * - A cable that was pulled loses what is on the way; memory stays.
 */
export class Network {
  readonly #scheduler: Scheduler;
  readonly #seed: number;
  readonly #record: (
    kind: TraceKind,
    host: string,
    peer: string | undefined,
    id: number,
    text: string,
  ) => void;
  readonly #accounting = new Accounting();
  readonly #cables = new Cables();
  readonly #servers = new Map<string, Endpoint>();
  readonly #ends = new Map<string, { from: string; server: string | undefined; enabled: boolean }>();
  readonly #counts = new Map<string, number>();
  readonly #open = new Map<number, Call>();
  #unanswered: Call[] = [];
  #behaviour: NetworkBehaviour;
  #options: NetworkOptions;
  #script: Script | undefined;
  #ids = 0;

  constructor(
    scheduler: Scheduler,
    seed: number,
    options: NetworkOptions,
    record: (kind: TraceKind, host: string, peer: string | undefined, id: number, text: string) => void,
  ) {
    this.#scheduler = scheduler;
    this.#seed = mix(hashText("network"), seed);
    this.#options = options;
    this.#behaviour = behaviourOf(options);
    this.#record = record;
  }

  get behaviour(): NetworkBehaviour {
    return this.#behaviour;
  }

  /** Changes options from now on; messages on their way keep theirs. Throws RangeError for a wrong value. */
  set(options: NetworkOptions): void {
    this.#options = { ...this.#options, ...options };
    this.#behaviour = behaviourOf(this.#options);
    this.#note(`options ${JSON.stringify(options)}`);
  }

  /** Lets `decide` choose the fate of messages, before the options do; undefined takes it away. */
  script(decide: Script | undefined): void {
    this.#script = decide;
  }

  /** Adds up calls. */
  calls(filter: CallFilter = {}): CallTotals {
    return this.#accounting.total(filter);
  }

  /** Adds a service written in the test itself: an object with methods. It stands on a host of that name. */
  addServer(name: string, service: object): void {
    this.attach(name, serviceEndpoint(name, service));
  }

  /** Requests to `name` go to the endpoint from now on. */
  attach(name: string, endpoint: Endpoint): void {
    this.#servers.set(name, endpoint);
  }

  deleteServer(name: string): void {
    if (this.#servers.delete(name)) this.#note(`server ${name} deleted`);
  }

  makeEnd(name: string, from: string): void {
    this.#ends.set(name, { from, server: undefined, enabled: false });
  }

  connect(name: string, server: string): void {
    this.#end(name).server = server;
  }

  enable(name: string, on: boolean): void {
    this.#end(name).enabled = on;
  }

  hasEnd(name: string): boolean {
    return this.#ends.has(name);
  }

  /** Pulls a host's cable: calls from and to it end as on a dead end, and what is on the way is lost. */
  disconnect(host: string): void {
    this.#cables.pull(host);
    this.#note(`${host} disconnected`);
  }

  reconnect(host: string): void {
    this.#cables.plug(host);
    this.#note(`${host} reconnected`);
  }

  /** Hosts of different groups lose each other's messages, both ways; hosts in no group reach everybody. */
  partition(groups: readonly (readonly string[])[]): void {
    this.#cables.partition(groups);
    this.#note(`partition ${groups.map((group) => group.join(" ")).join(" | ")}`);
  }

  /** Loses messages in one direction. */
  block(from: string, to: string): void {
    this.#cables.block(from, to);
    this.#note(`messages ${from} → ${to} blocked`);
  }

  unblock(from: string, to: string): void {
    this.#cables.unblock(from, to);
    this.#note(`messages ${from} → ${to} unblocked`);
  }

  /** Makes a link slow: each message in this direction takes `extraMs` (virtual) longer; 0 makes it fast again. */
  slow(from: string, to: string, extraMs: number): void {
    if (!(extraMs >= 0)) throw new RangeError(`expected extra ms of 0 or more, got ${String(extraMs)}`);
    this.#cables.slow(from, to, extraMs);
    this.#note(`messages ${from} → ${to} take ${String(extraMs)} ms longer`);
  }

  /** Ends all partitions, blocks and slow links. Pulled cables stay pulled. */
  heal(): void {
    this.#cables.heal();
    this.#note("healed");
  }

  /** Calls without an outcome yet, for the explanation of a run that cannot go on. */
  pending(): PendingCall[] {
    return [...this.#open.values()].map(({ from, to, method, text, sentAt, where }) => ({
      from,
      to,
      what: `${method}(${text})`,
      since: sentAt,
      where,
    }));
  }

  /** Sends a request. `finish` is called once: with the reply, a handler's error, or a time-out. */
  call(endName: string, method: string, text: string, where: string, finish: Call["finish"]): void {
    const end = this.#end(endName);
    const to = end.server ?? "nowhere";
    const link = `${end.from}\n${to}`;
    const nth = (this.#counts.get(link) ?? 0) + 1;
    this.#counts.set(link, nth);
    const totals = this.#accounting.of(end.from, to, method);
    totals.calls += 1;
    totals.bytesOut += Buffer.byteLength(text);
    const call: Call = {
      id: ++this.#ids,
      from: end.from,
      to,
      method,
      text,
      nth,
      hash: mix(hashText(link, this.#seed), nth),
      sentAt: this.#scheduler.now,
      timeoutMs: this.#behaviour.timeoutMs,
      totals,
      endpoint: this.#servers.get(to),
      where,
      finish,
      open: true,
      giveUpSet: false,
      replied: false,
    };
    this.#open.set(call.id, call);
    this.#record("call", call.from, to, call.id, `${method}(${text})`);
    if (!end.enabled || this.#isDead(call)) this.#dead(call);
    else this.#sendRequest(call);
  }

  /** Sets time-outs for requests whose handler did not answer within the event that delivered them. */
  afterEvent(): void {
    if (this.#unanswered.length === 0) return;
    for (const call of this.#unanswered) if (!call.replied) this.#giveUpLater(call);
    this.#unanswered = [];
  }

  #sendRequest(call: Call): void {
    const behaviour = this.#behaviour;
    const fate = this.#fate("request", call, call.text);
    const extra = this.#cables.extraMs(call.from, call.to);
    const travel = extra + between(behaviour.delayMs, uniform(call.hash, SLOT.requestDelay));
    const lost =
      fate === undefined ? uniform(call.hash, SLOT.requestLoss) < behaviour.requestLoss : fate === "lose";
    if (lost || this.#cables.blocked(call.from, call.to)) {
      call.totals.requestsLost += 1;
      this.#record("lost-request", call.from, call.to, call.id, call.method);
      this.#giveUpLater(call);
      return;
    }
    const delay = typeof fate === "object" && fate.delayMs !== undefined ? fate.delayMs : travel;
    const copies =
      typeof fate === "object" && "copies" in fate
        ? fate.copies
        : uniform(call.hash, SLOT.copy) < behaviour.duplicate
          ? 2
          : 1;
    this.#at(call, delay, SLOT.tie, call.endpoint?.host, () => {
      this.#deliver(call, "deliver");
    });
    for (let copy = 1; copy < copies; copy++) {
      const more = between(behaviour.duplicateDelayMs, uniform(call.hash, SLOT.copyDelay + copy * 16));
      this.#at(call, delay + more, SLOT.tie + copy * 16, call.endpoint?.host, () => {
        call.totals.duplicates += 1;
        this.#deliver(call, "copy");
      });
    }
  }

  #deliver(call: Call, kind: "deliver" | "copy"): void {
    const endpoint = call.endpoint;
    if (endpoint === undefined || this.#isDead(call)) {
      if (kind === "deliver") this.#dead(call);
      return;
    }
    this.#record(kind, call.to, call.from, call.id, call.method);
    let answered = false;
    if (kind === "deliver") this.#unanswered.push(call);
    endpoint.receive(call.method, call.text, (ok, text) => {
      if (answered) return;
      answered = true;
      this.#sendReply(call, ok, text);
    });
  }

  #sendReply(call: Call, ok: boolean, text: string): void {
    call.replied = true;
    if (this.#isDead(call)) {
      this.#dead(call);
      return;
    }
    const behaviour = this.#behaviour;
    this.#record(ok ? "reply" : "throw", call.to, call.from, call.id, `${call.method}: ${text}`);
    const fate = this.#fate("reply", call, text);
    const lost =
      fate === undefined ? uniform(call.hash, SLOT.replyLoss) < behaviour.replyLoss : fate === "lose";
    if (lost || this.#cables.blocked(call.to, call.from)) {
      call.totals.repliesLost += 1;
      this.#record("lost-reply", call.to, call.from, call.id, call.method);
      this.#giveUpLater(call);
      return;
    }
    let delay = between(behaviour.replyDelayMs, uniform(call.hash, SLOT.replyDelay));
    if (behaviour.longReordering && uniform(call.hash, SLOT.held) < HELD_BACK_CHANCE) {
      delay = between(HELD_BACK_MS, uniform(call.hash, SLOT.heldFor));
    }
    delay += this.#cables.extraMs(call.to, call.from);
    if (typeof fate === "object" && fate.delayMs !== undefined) delay = fate.delayMs;
    this.#at(call, delay, SLOT.tie + 8, call.from, () => {
      if (this.#cables.isPulled(call.from) || this.#cables.isPulled(call.to)) {
        this.#dead(call);
        return;
      }
      if (!call.open) {
        this.#record("late", call.from, call.to, call.id, call.method);
        return;
      }
      call.totals.bytesIn += Buffer.byteLength(text);
      this.#record("return", call.from, call.to, call.id, call.method);
      this.#close(call, ok ? "ok" : "error", text);
    });
    if (this.#scheduler.now + delay > call.sentAt + call.timeoutMs) this.#giveUpLater(call);
  }

  #fate(kind: Message["kind"], call: Call, text: string): Fate | undefined {
    const request = kind === "request";
    return this.#script?.({
      kind,
      from: request ? call.from : call.to,
      to: request ? call.to : call.from,
      method: call.method,
      text,
      call: call.id,
      nth: call.nth,
    });
  }

  /** Nobody can answer: the caller learns soon, as from an operating system that finds no route. */
  #dead(call: Call): void {
    if (!call.open || call.giveUpSet) return;
    call.giveUpSet = true;
    const span = this.#behaviour.longDelays ? LONG_DEAD_END_MS : DEAD_END_MS;
    this.#giveUpAfter(call, between(span, uniform(call.hash, SLOT.dead)));
  }

  #giveUpLater(call: Call): void {
    if (!call.open || call.giveUpSet) return;
    call.giveUpSet = true;
    this.#giveUpAfter(call, Math.max(0, call.sentAt + call.timeoutMs - this.#scheduler.now));
  }

  #giveUpAfter(call: Call, delay: number): void {
    this.#at(call, delay, SLOT.tie + 9, call.from, () => {
      if (!call.open) return;
      call.totals.timeouts += 1;
      this.#record("timeout", call.from, call.to, call.id, call.method);
      const waited = (this.#scheduler.now - call.sentAt).toFixed(0);
      this.#close(call, "timeout", `no reply from ${call.to} to ${call.method} within ${waited} ms`);
    });
  }

  #close(call: Call, status: CallStatus, text: string): void {
    call.open = false;
    this.#open.delete(call.id);
    call.finish(status, text);
  }

  #isDead(call: Call): boolean {
    const endpoint = call.endpoint;
    if (endpoint === undefined || this.#servers.get(call.to) !== endpoint) return true;
    return this.#cables.isPulled(call.from) || this.#cables.isPulled(endpoint.host);
  }

  #at(call: Call, delay: number, tieSlot: number, host: string | undefined, run: () => void): void {
    this.#scheduler.schedule(delay, mix(call.hash, tieSlot), host, run);
  }

  #end(name: string): { from: string; server: string | undefined; enabled: boolean } {
    const end = this.#ends.get(name);
    if (end === undefined)
      throw new Error(`expected the name of an end, got ${name}; make it with makeEnd first`);
    return end;
  }

  #note(text: string): void {
    this.#record("network", "network", undefined, 0, text);
  }
}

function between([low, high]: readonly [number, number], unit: number): number {
  return low + (high - low) * unit;
}

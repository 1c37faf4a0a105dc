import { Accounting, type CallFilter, type CallTotals } from "../messages/Accounting";
import { Links } from "./Links";
import type { Call } from "../messages/Call";
import type { FaultLog } from "../faults/FaultLog";
import type { Endpoint, Script } from "../messages/Message";
import type { PendingCall } from "../outcome/Outcome";
import { CallPlaces } from "./CallPlaces";
import { behaviourOf, type NetworkBehaviour, type NetworkOptions } from "./NetworkOptions";
import type { Luck } from "../clock/Luck";
import { hashText, mixHashes } from "../clock/RandomStream";
import type { VirtualClock } from "../clock/VirtualClock";
import { serviceEndpoint } from "./serviceEndpoint";
import type { TraceRecorder } from "../trace/Trace";
import type { Span, SpanLog } from "../trace/SpanLog";
import type { NetworkState } from "./NetworkState";
import { Transit } from "./Transit";

/**
 * The simulated network: MIT's labrpc on virtual time.
 *
 *     makeEnd(name, from); connect(name, server); enable(name, on)      ends
 *     addServer(name, endpoint); deleteServer(name)                     servers
 *     disconnect(host); reconnect(host); partition(groups); block(from, to); unblock(from, to)
 *     slow(from, to, extraMs); timeout(from, to, timeoutMs); heal()
 *     set(options); script(decide); calls(filter)
 *
 * - What happens to a message depends on the seed and on the message's own identity (caller, server, and the
 *   call's sequence number on that link), never on how many random numbers somebody else drew.
 * - A deleted server's handlers may finish; no reply leaves.
 * - A host that is disconnected loses what is in flight; its memory stays.
 */
export class Network {
  /** Where student code made its calls. */
  readonly places = new CallPlaces();
  readonly #clock: VirtualClock;
  readonly #seed: number;
  readonly #accounting = new Accounting();
  readonly #servers = new Map<string, Endpoint>();
  readonly #ends = new Map<string, { from: string; server: string | undefined; enabled: boolean }>();
  readonly #counts = new Map<string, number>();
  readonly #open = new Map<number, Call>();
  readonly #state: Writable<NetworkState>;
  readonly #transit: Transit;
  readonly #spans: SpanLog | undefined;
  #options: NetworkOptions;
  #ids = 0;
  #scripts = 0;

  constructor(parts: {
    clock: VirtualClock;
    seed: number;
    luck: Luck;
    options: NetworkOptions;
    record: TraceRecorder;
    faults: FaultLog | undefined;
    spans: SpanLog | undefined;
  }) {
    const { clock, seed, options, record, faults } = parts;
    this.#spans = parts.spans;
    this.#clock = clock;
    this.#seed = mixHashes(hashText("network"), seed);
    this.#options = options;
    this.#state = {
      behaviour: behaviourOf(options),
      links: new Links(),
      script: undefined,
      scriptName: "",
      luck: parts.luck,
      faults,
      isDead: (call) => this.#isDead(call),
      closed: (call) => this.#open.delete(call.id),
      record,
    };
    this.#transit = new Transit(clock, this.#state);
  }

  get behaviour(): NetworkBehaviour {
    return this.#state.behaviour;
  }

  /** Changes options from now on; messages on their way keep theirs. Throws RangeError for a wrong value. */
  set(options: NetworkOptions): void {
    this.#options = { ...this.#options, ...options };
    this.#state.behaviour = behaviourOf(this.#options);
    this.#note(`options ${JSON.stringify(options)}`);
  }

  /** Lets `decide` decide what becomes of messages, before the options do; undefined takes it away. */
  script(decide: Script | undefined): void {
    this.#state.script = decide;
    this.#state.scriptName = `script ${String(++this.#scripts)}`;
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

  /** Loses all messages from and to a host that are on the way, as when its power fails. No fault by itself. */
  sever(host: string): void {
    this.#state.links.sever(host, this.#ids);
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

  /** Cuts a host off: calls from and to it end as on a dead end, and what is in flight is lost. */
  disconnect(host: string): void {
    const what = `${host} disconnected`;
    if (this.#state.links.isDisconnected(host)) return;
    const linkFault = this.#linkFault(what);
    if (linkFault === undefined) return;
    this.#state.links.disconnect(host);
    this.#spans?.open({ kind: "disconnected", groups: [[host]], text: what, cut: linkFault });
    this.#note(what);
  }

  reconnect(host: string): void {
    this.#state.links.reconnect(host);
    this.#spans?.close(({ kind, groups }) => kind === "disconnected" && groups[0]?.[0] === host);
    this.#note(`${host} reconnected`);
  }

  /** Hosts of different groups lose each other's messages, both ways; hosts in no group reach everybody. */
  partition(groups: readonly (readonly string[])[]): void {
    const what = `partition ${groups.map((group) => group.join(" ")).join(" | ")}`;
    this.#spans?.close(({ kind }) => kind === "partition");
    const linkFault = this.#linkFault(what);
    // One that a plan leaves out still ends the one before.
    this.#state.links.partition(linkFault === undefined ? [] : groups);
    if (linkFault === undefined) return;
    this.#spans?.open({ kind: "partition", groups, text: what, cut: linkFault });
    this.#note(what);
  }

  /** Loses messages in one direction. */
  block(from: string, to: string): void {
    const what = `messages ${from} → ${to} blocked`;
    const linkFault = this.#linkFault(what);
    if (linkFault === undefined) return;
    this.#state.links.block(from, to);
    this.#spans?.open({ kind: "blocked", groups: [[from], [to]], text: what, cut: linkFault });
    this.#note(what);
  }

  unblock(from: string, to: string): void {
    this.#state.links.unblock(from, to);
    this.#spans?.close(isSpanOfLink("blocked", from, to));
    this.#note(`messages ${from} → ${to} unblocked`);
  }

  /** Makes a link slow: each message in this direction takes `extraMs` (virtual) longer; 0 makes it fast again. */
  slow(from: string, to: string, extraMs: number): void {
    if (!(extraMs >= 0)) throw new RangeError(`expected extra ms of 0 or more, got ${String(extraMs)}`);
    const what = `messages ${from} → ${to} take ${String(extraMs)} ms longer`;
    const linkFault = extraMs > 0 ? this.#linkFault(what) : undefined;
    this.#spans?.close(isSpanOfLink("slow", from, to));
    this.#state.links.slow(from, to, linkFault === undefined ? 0 : extraMs);
    if (linkFault !== undefined)
      this.#spans?.open({ kind: "slow", groups: [[from], [to]], text: what, extraMs, cut: linkFault });
    if (linkFault !== undefined || extraMs === 0) this.#note(what);
  }

  /** Lets calls on one link wait longer or shorter for their reply than on others, from now on; virtual ms above 0. */
  timeout(from: string, to: string, timeoutMs: number): void {
    if (!(timeoutMs > 0)) throw new RangeError(`expected a timeout in ms above 0, got ${String(timeoutMs)}`);
    this.#state.links.setTimeoutMs(from, to, timeoutMs);
    this.#note(`calls ${from} → ${to} wait ${String(timeoutMs)} ms`);
  }

  /** Ends all partitions, blocks and slow links. Disconnected hosts stay disconnected. */
  heal(): void {
    this.#state.links.heal();
    this.#spans?.close(({ kind }) => kind !== "disconnected" && kind !== "crashed");
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
      hash: mixHashes(hashText(link, this.#seed), nth),
      sentAt: this.#clock.now,
      timeoutMs: this.#state.links.timeoutMs(link) ?? this.#state.behaviour.timeoutMs,
      totals,
      endpoint: this.#servers.get(to),
      where,
      finish: (status, reply) => {
        if (status === "timeout" && where !== "") this.places.noteTimeout(reply, where);
        finish(status, reply);
      },
      open: true,
      giveUpSet: false,
      replied: false,
      dead: false,
      copies: 0,
      cancelTimeouts: undefined,
    };
    this.#open.set(call.id, call);
    if (where !== "") this.places.note(call.id, where);
    this.#transit.send(call, end.enabled);
  }

  /**
   * Whether the request of a call, or a copy of it, may still be executed: it is on its way, or its handler has not
   * answered. One that is lost, or reaches a host that is cut off, may not.
   *
   * @param call its number, as in TraceEvent.id
   */
  mayBeExecuted(call: number): boolean {
    return this.#transit.mayBeExecuted(call);
  }

  /** To be called when an event is over; see Transit. */
  afterEvent(): void {
    this.#transit.afterEvent();
  }

  #isDead(call: Call): boolean {
    const endpoint = call.endpoint;
    if (endpoint === undefined || this.#servers.get(call.to) !== endpoint) return true;
    const { links } = this.#state;
    return links.isCutOff(call.from, call.id) || links.isCutOff(endpoint.host, call.id);
  }

  #end(name: string): { from: string; server: string | undefined; enabled: boolean } {
    const end = this.#ends.get(name);
    if (end === undefined)
      throw new Error(`expected the name of an end, got ${name}; make it with makeEnd first`);
    return end;
  }

  /** The number of a link fault that the test brings about; undefined when a plan of faults leaves it out. */
  #linkFault(what: string): number | undefined {
    return this.#state.faults === undefined ? 0 : this.#state.faults.linkFault(what);
  }

  #note(text: string): void {
    this.#state.record("network", "network", undefined, 0, text);
  }
}

/** What others only read, for its owner. */
type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

function isSpanOfLink(kind: Span["kind"], from: string, to: string): (span: Span) => boolean {
  return (span) => span.kind === kind && span.groups[0]?.[0] === from && span.groups[1]?.[0] === to;
}

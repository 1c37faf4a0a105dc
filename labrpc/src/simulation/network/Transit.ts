import type { ErrorText } from "../../realm/border/Bridge";
import type { Call } from "../messages/Call";
import { between, Fates, SLOT, type Arrival } from "./LossModel";
import type { CallStatus, Message } from "../messages/Message";
import { DEAD_END_MS, LONG_DEAD_END_MS } from "./NetworkOptions";
import type { Passage } from "../messages/InFlightMessage";
import { mix, uniform } from "../clock/RandomStream";
import type { Scheduler } from "../clock/VirtualClock";
import type { Surroundings } from "./NetworkState";

/** Takes calls from their caller to the server and back, through whatever happens to them on the way. */
export class Transit {
  readonly #scheduler: Scheduler;
  readonly #surroundings: Surroundings;
  readonly #fates: Fates;
  #unanswered: Call[] = [];

  constructor(scheduler: Scheduler, surroundings: Surroundings) {
    this.#scheduler = scheduler;
    this.#fates = new Fates(surroundings);
    this.#surroundings = surroundings;
  }

  /** @param enabled whether the end is enabled */
  send(call: Call, enabled: boolean): void {
    // Also those that go nowhere are counted: a name must not depend on which cables are pulled.
    this.#surroundings.faults?.name(call);
    this.#surroundings.record("call", call.from, call.to, call.id, `${call.method}(${call.text})`);
    if (!enabled || this.#surroundings.isDead(call)) this.#dead(call);
    else this.#sendRequest(call);
  }

  /** Sets time-outs for requests whose handler did not answer within the event that delivered them. */
  afterEvent(): void {
    if (this.#unanswered.length === 0) return;
    for (const call of this.#unanswered) if (!call.replied) this.#giveUpLater(call);
    this.#unanswered = [];
  }

  #sendRequest(call: Call): void {
    const lot = this.#fates.request(call);
    if (lot.kind === "lost") {
      this.#lose(call, "lost-request");
      return;
    }
    this.#enRoute("request", call, 0, lot, () => {
      this.#deliver(call, 0);
    });
    if (lot.delayMs >= call.timeoutMs || this.#scheduler.choosesOrder) this.#giveUpLater(call);
    lot.copiesMs.forEach((more, index) => {
      this.#sendCopy(call, index + 1, { ...lot, delayMs: lot.delayMs + more });
    });
  }

  #sendCopy(call: Call, copy: number, lot: Arrival): void {
    this.#enRoute("request", call, copy, lot, () => {
      call.totals.duplicates += 1;
      this.#deliver(call, copy);
    });
  }

  /** Has a message arrive: after its delay, or when a strategy likes. What the test itself arranges is left as it is. */
  #enRoute(
    kind: Message["kind"],
    call: Call,
    copy: number,
    { delayMs, arranged }: Arrival,
    arrive: () => void,
  ): void {
    const request = kind === "request";
    const slot = request ? SLOT.tie + copy * 16 : SLOT.tie + 8;
    const host = request ? call.endpoint?.host : call.from;
    const free = this.#scheduler.choosesOrder && !arranged;
    this.#at(call, delayMs, slot, host, arrive, free ? this.#passage(kind, call, copy, delayMs) : undefined);
  }

  #passage(kind: Message["kind"], call: Call, copy: number, delayMs: number): Passage {
    return {
      kind,
      call,
      copy,
      lose: () => {
        const what = kind === "request" ? "lost-request" : "lost-reply";
        this.#surroundings.faults?.chosen(what, call, copy);
        this.#lose(call, what);
      },
      sendAgain: () => {
        this.#surroundings.faults?.chosen("duplicate", call, 0);
        this.#sendCopy(call, ++call.copies, { delayMs, arranged: false });
      },
    };
  }

  /** @param copy 0 for the request itself, 1 for its first copy, and so on */
  #deliver(call: Call, copy: number): void {
    const endpoint = call.endpoint;
    if (endpoint === undefined || this.#surroundings.isDead(call)) {
      if (copy === 0) this.#dead(call);
      return;
    }
    if (this.#surroundings.cables.blocked(call.from, call.to)) {
      this.#lose(call, "lost-request");
      return;
    }
    this.#surroundings.record(copy === 0 ? "deliver" : "copy", call.to, call.from, call.id, call.method);
    let answered = false;
    if (copy === 0) this.#unanswered.push(call);
    endpoint.receive(call.method, call.text, (ok, text) => {
      if (answered) return;
      answered = true;
      this.#sendReply(call, copy, ok, text);
    });
  }

  #sendReply(call: Call, copy: number, ok: boolean, text: string): void {
    call.replied = true;
    if (this.#surroundings.isDead(call)) {
      this.#dead(call);
      return;
    }
    const shown = ok ? text : (JSON.parse(text) as ErrorText).message;
    this.#surroundings.record(
      ok ? "reply" : "throw",
      call.to,
      call.from,
      call.id,
      `${call.method}: ${shown}`,
    );
    const lot = this.#fates.reply(call, copy, text);
    if (lot.kind === "lost") {
      this.#lose(call, "lost-reply");
      return;
    }
    this.#enRoute("reply", call, copy, lot, () => {
      const { cables } = this.#surroundings;
      if (cables.stops(call.from, call.id) || cables.stops(call.to, call.id)) {
        this.#dead(call);
        return;
      }
      if (cables.blocked(call.to, call.from)) {
        this.#lose(call, "lost-reply");
        return;
      }
      if (!call.open) {
        this.#surroundings.record("late", call.from, call.to, call.id, call.method);
        return;
      }
      call.totals.bytesIn += Buffer.byteLength(text);
      this.#surroundings.record("return", call.from, call.to, call.id, call.method);
      this.#close(call, ok ? "ok" : "error", text);
    });
    if (this.#scheduler.now + lot.delayMs > call.sentAt + call.timeoutMs) this.#giveUpLater(call);
  }

  /** The message vanishes, and its caller learns of it by a time-out. */
  #lose(call: Call, what: "lost-request" | "lost-reply"): void {
    const request = what === "lost-request";
    const [from, to] = request ? [call.from, call.to] : [call.to, call.from];
    if (request) call.totals.requestsLost += 1;
    else call.totals.repliesLost += 1;
    this.#surroundings.record(what, from, to, call.id, call.method);
    this.#giveUpLater(call);
  }

  /** Nobody can answer: the caller learns soon, as from an operating system that finds no route. */
  #dead(call: Call): void {
    if (!call.open || call.dead) return;
    call.dead = true;
    const span = this.#surroundings.behaviour.longDelays ? LONG_DEAD_END_MS : DEAD_END_MS;
    this.#giveUpAfter(call, between(span, uniform(call.hash, SLOT.dead)));
  }

  #giveUpLater(call: Call): void {
    if (!call.open || call.giveUpSet) return;
    call.giveUpSet = true;
    this.#giveUpAfter(call, Math.max(0, call.sentAt + call.timeoutMs - this.#scheduler.now));
  }

  #giveUpAfter(call: Call, delay: number): void {
    const cancel = this.#at(call, delay, SLOT.tie + 9, call.from, () => {
      if (!call.open) return;
      call.totals.timeouts += 1;
      this.#surroundings.record("timeout", call.from, call.to, call.id, call.method);
      const waited = (this.#scheduler.now - call.sentAt).toFixed(0);
      this.#close(call, "timeout", `no reply from ${call.to} to ${call.method} within ${waited} ms`);
    });
    if (!this.#scheduler.choosesOrder) return;
    // Every call has a time-out then; one that is over must not count as something that may happen.
    const others = call.cancelTimeouts;
    call.cancelTimeouts = () => {
      others?.();
      cancel();
    };
  }

  #close(call: Call, status: CallStatus, text: string): void {
    call.open = false;
    call.cancelTimeouts?.();
    this.#surroundings.closed(call);
    call.finish(status, text);
  }

  #at(
    call: Call,
    delay: number,
    tieSlot: number,
    host: string | undefined,
    run: () => void,
    message?: Passage,
  ): () => void {
    return this.#scheduler.schedule(delay, mix(call.hash, tieSlot), host, run, message);
  }
}

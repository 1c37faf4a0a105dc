import type { ErrorText } from "../realm/Bridge";
import type { Cables } from "./Cables";
import type { Call } from "./Call";
import type { CallStatus, Fate, Message, Script } from "./Message";
import {
  DEAD_END_MS,
  HELD_BACK_CHANCE,
  HELD_BACK_MS,
  LONG_DEAD_END_MS,
  type NetworkBehaviour,
} from "./NetworkOptions";
import type { Passage } from "./Passage";
import { mix, uniform } from "./RandomStream";
import type { Scheduler } from "./Scheduler";
import type { Recorder } from "./Trace";

/** The network around a call, as it is at each moment. */
export interface Surroundings {
  behaviour: NetworkBehaviour;
  readonly cables: Cables;
  script: Script | undefined;
  /** Whether nobody can answer: no such server any more, or a cable is pulled. */
  readonly isDead: (call: Call) => boolean;
  readonly closed: (call: Call) => void;
  readonly record: Recorder;
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

/** Takes calls from their caller to the server and back, through whatever happens to them on the way. */
export class Transit {
  readonly #scheduler: Scheduler;
  readonly #surroundings: Surroundings;
  #unanswered: Call[] = [];

  constructor(scheduler: Scheduler, surroundings: Surroundings) {
    this.#scheduler = scheduler;
    this.#surroundings = surroundings;
  }

  /** @param enabled whether the end is enabled */
  send(call: Call, enabled: boolean): void {
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
    const behaviour = this.#surroundings.behaviour;
    const fate = this.#fate("request", call, call.text);
    const extra = this.#surroundings.cables.extraMs(call.from, call.to);
    const travel = extra + between(behaviour.delayMs, uniform(call.hash, SLOT.requestDelay));
    const lost =
      fate === undefined ? uniform(call.hash, SLOT.requestLoss) < behaviour.requestLoss : fate === "lose";
    if (lost || this.#surroundings.cables.blocked(call.from, call.to)) {
      this.#lose(call, "lost-request");
      return;
    }
    const delay = typeof fate === "object" && fate.delayMs !== undefined ? fate.delayMs : travel;
    const copies =
      typeof fate === "object" && "copies" in fate
        ? fate.copies
        : uniform(call.hash, SLOT.copy) < behaviour.duplicate
          ? 2
          : 1;
    this.#travel(call, "request", 0, delay, fate, () => {
      this.#deliver(call, 0);
    });
    if (delay >= call.timeoutMs || this.#scheduler.choosesOrder) this.#giveUpLater(call);
    for (let copy = 1; copy < copies; copy++) {
      const more = between(behaviour.duplicateDelayMs, uniform(call.hash, SLOT.copyDelay + copy * 16));
      this.#sendCopy(call, copy, delay + more, fate);
    }
  }

  #sendCopy(call: Call, copy: number, delay: number, fate: Fate | undefined): void {
    this.#travel(call, "request", copy, delay, fate, () => {
      call.totals.duplicates += 1;
      this.#deliver(call, copy);
    });
  }

  /** Delivers a message later: after the delay, or when a strategy likes. What a script delays is left as it is. */
  #travel(
    call: Call,
    kind: Message["kind"],
    copy: number,
    delay: number,
    fate: Fate | undefined,
    run: () => void,
  ): void {
    const request = kind === "request";
    const slot = request ? SLOT.tie + copy * 16 : SLOT.tie + 8;
    const host = request ? call.endpoint?.host : call.from;
    const fixed = typeof fate === "object" && fate.delayMs !== undefined;
    if (!this.#scheduler.choosesOrder || fixed) {
      this.#at(call, delay, slot, host, run);
      return;
    }
    const [from, to] = request ? [call.from, call.to] : [call.to, call.from];
    this.#at(call, delay, slot, host, run, {
      kind,
      from,
      to,
      method: call.method,
      name: `${kind} ${call.from} → ${call.to} ${String(call.nth)}${copy === 0 ? "" : `, copy ${String(copy)}`}`,
      lose: () => {
        this.#lose(call, request ? "lost-request" : "lost-reply");
      },
      copy:
        request && copy === 0
          ? () => {
              this.#sendCopy(call, ++call.copies, delay, undefined);
            }
          : undefined,
    });
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
    const behaviour = this.#surroundings.behaviour;
    const shown = ok ? text : (JSON.parse(text) as ErrorText).message;
    this.#surroundings.record(
      ok ? "reply" : "throw",
      call.to,
      call.from,
      call.id,
      `${call.method}: ${shown}`,
    );
    // The reply to a copy has a fate of its own.
    const chance = (slot: number): number => uniform(call.hash, slot + copy * 16);
    const fate = this.#fate("reply", call, text);
    const lost = fate === undefined ? chance(SLOT.replyLoss) < behaviour.replyLoss : fate === "lose";
    if (lost || this.#surroundings.cables.blocked(call.to, call.from)) {
      this.#lose(call, "lost-reply");
      return;
    }
    let delay = between(behaviour.replyDelayMs, chance(SLOT.replyDelay));
    if (behaviour.longReordering && chance(SLOT.held) < HELD_BACK_CHANCE) {
      delay = between(HELD_BACK_MS, chance(SLOT.heldFor));
    }
    delay += this.#surroundings.cables.extraMs(call.to, call.from);
    if (typeof fate === "object" && fate.delayMs !== undefined) delay = fate.delayMs;
    this.#travel(call, "reply", copy, delay, fate, () => {
      if (this.#surroundings.cables.isPulled(call.from) || this.#surroundings.cables.isPulled(call.to)) {
        this.#dead(call);
        return;
      }
      if (this.#surroundings.cables.blocked(call.to, call.from)) {
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
    if (this.#scheduler.now + delay > call.sentAt + call.timeoutMs) this.#giveUpLater(call);
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

  #fate(kind: Message["kind"], call: Call, text: string): Fate | undefined {
    const request = kind === "request";
    return this.#surroundings.script?.({
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

function between([low, high]: readonly [number, number], unit: number): number {
  return low + (high - low) * unit;
}

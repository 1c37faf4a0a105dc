import { readErrorText } from "../../realm/border/errorText";
import type { Call } from "../messages/Call";
import type { Latency } from "./Delivery";
import { delayBetween, LossModel, LOSS_SLOT } from "./LossModel";
import type { CallStatus } from "../messages/Message";
import { DEAD_END_MS, LONG_DEAD_END_MS } from "./NetworkOptions";
import type { InFlightMessage } from "../messages/InFlightMessage";
import { mixHashes, uniformFromHash } from "../clock/RandomStream";
import type { VirtualClock } from "../clock/VirtualClock";
import type { NetworkState } from "./NetworkState";

/** A message as it is sent. `copy` is 0 for the request itself and its reply, 1 for its first copy … */
interface SentMessage extends Pick<InFlightMessage, "kind" | "copy" | "text"> {
  readonly call: Call;
}

/** Takes calls from their caller to the server and back, through whatever happens to them on the way. */
export class Transit {
  readonly #clock: VirtualClock;
  readonly #state: NetworkState;
  readonly #lossModel: LossModel;
  #unanswered: Call[] = [];
  /** Of calls, by their numbers: how many requests have not come to their end, copies included. */
  readonly #underWay = new Map<number, number>();

  constructor(clock: VirtualClock, state: NetworkState) {
    this.#clock = clock;
    this.#lossModel = new LossModel(state);
    this.#state = state;
  }

  /** @param enabled whether the end is enabled */
  send(call: Call, enabled: boolean): void {
    // Also those that go nowhere are counted: a name must not depend on which hosts are disconnected.
    this.#state.faults?.name(call);
    this.#state.record("call", call.from, call.to, call.id, `${call.method}(${call.text})`);
    if (!enabled || this.#state.isDead(call)) this.#failSoon(call);
    else this.#sendRequest(call);
  }

  /** See Network.mayBeExecuted. */
  mayBeExecuted(call: number): boolean {
    return this.#underWay.has(call);
  }

  /** Sets time-outs for requests whose handler did not answer within the event that delivered them. */
  afterEvent(): void {
    if (this.#unanswered.length === 0) return;
    for (const call of this.#unanswered) if (!call.replied) this.#giveUpLater(call);
    this.#unanswered = [];
  }

  #sendRequest(call: Call): void {
    const delivery = this.#lossModel.ofRequest(call);
    if (delivery.kind === "lost") {
      this.#lose(call, "lost-request");
      return;
    }
    const { delayMs, copiesMs, arranged } = delivery;
    this.#setOff(call, 1 + copiesMs.length);
    // How long after the request a copy comes is the network's promise: one that a strategy holds takes its copies along.
    const copiesFollow = this.#clock.choosesOrder && !arranged;
    const sendCopies = (since: number): void => {
      copiesMs.forEach((more, index) => {
        this.#sendCopy(call, index + 1, { delayMs: since + more, arranged: arranged || copiesFollow });
      });
    };
    call.copies = copiesMs.length;
    this.#sendMessage({ kind: "request", call, copy: 0, text: call.text }, delivery, () => {
      this.#deliver(call, 0);
      if (copiesFollow) sendCopies(0);
    });
    if (delayMs >= call.timeoutMs || this.#clock.choosesOrder) this.#giveUpLater(call);
    if (!copiesFollow) sendCopies(delayMs);
  }

  #sendCopy(call: Call, copy: number, latency: Latency): void {
    this.#sendMessage({ kind: "request", call, copy, text: call.text }, latency, () => {
      call.totals.duplicates += 1;
      this.#deliver(call, copy);
    });
  }

  #setOff(call: Call, requests: number): void {
    this.#underWay.set(call.id, (this.#underWay.get(call.id) ?? 0) + requests);
  }

  /** A request has been answered, or has been lost. */
  #isOver(call: Call): void {
    const left = (this.#underWay.get(call.id) ?? 0) - 1;
    if (left > 0) this.#underWay.set(call.id, left);
    else this.#underWay.delete(call.id);
  }

  /** Sends a message: it arrives after its delay, or when a strategy likes. What the test arranges is left as it is. */
  #sendMessage(message: SentMessage, { delayMs, arranged }: Latency, arrive: () => void): void {
    const { kind, call, copy } = message;
    const request = kind === "request";
    const slot = request ? LOSS_SLOT.tie + copy * 16 : LOSS_SLOT.tie + 8;
    const host = request ? call.endpoint?.host : call.from;
    const isOffered = (this.#clock.choosesOrder && !arranged) || this.#clock.offersMessages;
    this.#at(call, delayMs, slot, host, arrive, isOffered ? this.#inFlight(message, delayMs) : undefined);
  }

  #inFlight({ kind, call, copy, text }: SentMessage, delayMs: number): InFlightMessage {
    return {
      kind,
      call,
      copy,
      text,
      hold: () => {
        this.#giveUpLater(call);
      },
      lose: () => {
        const what = kind === "request" ? "lost-request" : "lost-reply";
        this.#state.faults?.chosen(what, call, copy);
        if (kind === "request") this.#isOver(call);
        this.#lose(call, what);
      },
      sendAgain: () => {
        this.#state.faults?.chosen("duplicate", call, 0);
        this.#setOff(call, 1);
        this.#sendCopy(call, ++call.copies, { delayMs, arranged: false });
      },
    };
  }

  /** @param copy 0 for the request itself, 1 for its first copy, and so on */
  #deliver(call: Call, copy: number): void {
    const endpoint = call.endpoint;
    if (endpoint === undefined || this.#state.isDead(call)) {
      this.#isOver(call);
      if (copy === 0) this.#failSoon(call);
      return;
    }
    if (this.#state.links.isBlocked(call.from, call.to)) {
      this.#isOver(call);
      this.#lose(call, "lost-request");
      return;
    }
    this.#state.record(copy === 0 ? "deliver" : "copy", call.to, call.from, call.id, call.method);
    let answered = false;
    if (copy === 0) this.#unanswered.push(call);
    const respond = (ok: boolean, text: string): void => {
      if (answered) return;
      answered = true;
      this.#isOver(call);
      this.#sendReply(call, copy, ok, text);
    };
    endpoint.receive(call.method, call.text, respond, call.from);
  }

  #sendReply(call: Call, copy: number, ok: boolean, text: string): void {
    call.replied = true;
    if (this.#state.isDead(call)) {
      this.#failSoon(call);
      return;
    }
    const replyOrError = ok ? text : readErrorText(text).message;
    this.#state.record(
      ok ? "reply" : "throw",
      call.to,
      call.from,
      call.id,
      `${call.method}: ${replyOrError}`,
    );
    const delivery = this.#lossModel.ofReply(call, copy, text);
    if (delivery.kind === "lost") {
      this.#lose(call, "lost-reply");
      return;
    }
    this.#sendMessage({ kind: "reply", call, copy, text }, delivery, () => {
      const { links } = this.#state;
      if (links.isCutOff(call.from, call.id) || links.isCutOff(call.to, call.id)) {
        this.#failSoon(call);
        return;
      }
      if (links.isBlocked(call.to, call.from)) {
        this.#lose(call, "lost-reply");
        return;
      }
      if (!call.open) {
        this.#state.record("late", call.from, call.to, call.id, call.method);
        return;
      }
      call.totals.bytesIn += Buffer.byteLength(text);
      this.#state.record("return", call.from, call.to, call.id, call.method);
      this.#close(call, ok ? "ok" : "error", replyOrError);
    });
    if (this.#clock.now + delivery.delayMs > call.sentAt + call.timeoutMs) this.#giveUpLater(call);
  }

  /** The message vanishes, and its caller learns of it by a time-out. */
  #lose(call: Call, what: "lost-request" | "lost-reply"): void {
    const request = what === "lost-request";
    const [from, to] = request ? [call.from, call.to] : [call.to, call.from];
    if (request) call.totals.requestsLost += 1;
    else call.totals.repliesLost += 1;
    this.#state.record(what, from, to, call.id, call.method);
    this.#giveUpLater(call);
  }

  /** Nobody can answer: the caller learns soon, as from an operating system that finds no route. */
  #failSoon(call: Call): void {
    if (!call.open || call.dead) return;
    call.dead = true;
    const span = this.#state.behaviour.longDelays ? LONG_DEAD_END_MS : DEAD_END_MS;
    this.#giveUpAfter(
      call,
      delayBetween(span, uniformFromHash(this.#state.luck.of(call.hash), LOSS_SLOT.dead)),
    );
  }

  #giveUpLater(call: Call): void {
    if (!call.open || call.giveUpSet) return;
    call.giveUpSet = true;
    this.#giveUpAfter(call, Math.max(0, call.sentAt + call.timeoutMs - this.#clock.now));
  }

  #giveUpAfter(call: Call, delay: number): void {
    const giveUp = (): void => {
      if (!call.open) return;
      call.totals.timeouts += 1;
      this.#state.record("timeout", call.from, call.to, call.id, call.method);
      const waited = (this.#clock.now - call.sentAt).toFixed(0);
      this.#close(call, "timeout", `no reply from ${call.to} to ${call.method} within ${waited} ms`);
    };
    const cancel = this.#at(call, delay, LOSS_SLOT.tie + 9, call.from, giveUp);
    if (!this.#clock.choosesOrder) return;
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
    this.#state.closed(call);
    call.finish(status, text);
  }

  #at(
    call: Call,
    delay: number,
    tieSlot: number,
    host: string | undefined,
    run: () => void,
    message?: InFlightMessage,
  ): () => void {
    const tie = mixHashes(this.#state.luck.of(call.hash), tieSlot);
    return this.#clock.schedule(delay, tie, host, run, message, call);
  }
}

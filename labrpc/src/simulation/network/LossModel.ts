import type { Call } from "../messages/Call";
import { LOSES_EVERYTHING } from "../faults/Fault";
import type { FaultOrigin } from "../faults/FaultLog";
import type { ScriptedDelivery, Message } from "../messages/Message";
import { HELD_BACK_CHANCE, HELD_BACK_MS, RELIABLE_DELAY_MS } from "./NetworkOptions";
import { uniformFromHash } from "../clock/RandomStream";
import type { Delivery } from "./Delivery";
import type { NetworkState } from "./NetworkState";

/** Slots of a message's own random numbers. */
export const LOSS_SLOT = {
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
  late: 10,
  lateFor: 11,
};

/** Between the slots of a request and those of its reply that have the same name. */
const REPLY_SLOTS = 2;

/** A latency before the place in its range is worked out. */
interface LatencyDraw {
  readonly range: readonly [number, number];
  /** Where in the range, from 0 to 1. */
  readonly unit: number;
  /** What a slow link adds, virtual ms. */
  readonly extra: number;
}

/**
 * Decides loss, delay and duplication of each message: by the test's script, the network's options and the message's
 * own random numbers.
 */
export class LossModel {
  readonly #state: NetworkState;

  constructor(state: NetworkState) {
    this.#state = state;
  }

  /** Decides what becomes of a request, and of its copies. */
  ofRequest(call: Call): Delivery {
    const { behaviour, links, faults } = this.#state;
    const hash = this.#state.luck.of(call.hash);
    const decided = this.#scripted("request", call, call.text);
    const drawn =
      decided === undefined
        ? uniformFromHash(hash, LOSS_SLOT.requestLoss) < behaviour.requestLoss
        : decided === "lose";
    const lost =
      faults?.lost("lost-request", call, 0, drawn, this.#originOf(decided, behaviour.requestLoss)) ?? drawn;
    if (lost || links.isBlocked(call.from, call.to)) return { kind: "lost" };
    const extra = links.extraMs(call.from, call.to);
    const isLate = behaviour.late > 0 && uniformFromHash(hash, LOSS_SLOT.late) < behaviour.late;
    const travel = isLate
      ? { range: behaviour.lateMs, unit: uniformFromHash(hash, LOSS_SLOT.lateFor), extra }
      : { range: behaviour.delayMs, unit: uniformFromHash(hash, LOSS_SLOT.requestDelay), extra };
    return {
      kind: "arrives",
      delayMs: this.#delay("late-request", call, 0, travel, decided),
      copiesMs: this.#copies(call, decided),
      arranged: extra > 0 || decided === "deliver" || typeof decided === "object",
    };
  }

  /** Decides what becomes of a reply. @param copy of the request that it answers; each copy's reply fares by itself */
  ofReply(call: Call, copy: number, text: string): Delivery {
    const { behaviour, links, faults } = this.#state;
    const hash = this.#state.luck.of(call.hash);
    const chance = (slot: number): number => uniformFromHash(hash, slot + copy * 16);
    const decided = this.#scripted("reply", call, text);
    const drawn =
      decided === undefined ? chance(LOSS_SLOT.replyLoss) < behaviour.replyLoss : decided === "lose";
    const lost =
      faults?.lost("lost-reply", call, copy, drawn, this.#originOf(decided, behaviour.replyLoss)) ?? drawn;
    if (lost || links.isBlocked(call.to, call.from)) return { kind: "lost" };
    const extra = links.extraMs(call.to, call.from);
    const travel = { ...this.#replyLatency(chance), extra };
    return {
      kind: "arrives",
      delayMs: this.#delay("late-reply", call, copy, travel, decided),
      copiesMs: [],
      arranged: extra > 0 || decided === "deliver" || typeof decided === "object",
    };
  }

  #replyLatency(chance: (slot: number) => number): Omit<LatencyDraw, "extra"> {
    const { behaviour } = this.#state;
    if (behaviour.late > 0 && chance(LOSS_SLOT.late + REPLY_SLOTS) < behaviour.late)
      return { range: behaviour.lateMs, unit: chance(LOSS_SLOT.lateFor + REPLY_SLOTS) };
    if (behaviour.longReordering && chance(LOSS_SLOT.held) < HELD_BACK_CHANCE)
      return { range: HELD_BACK_MS, unit: chance(LOSS_SLOT.heldFor) };
    return { range: behaviour.replyDelayMs, unit: chance(LOSS_SLOT.replyDelay) };
  }

  #scripted(kind: Message["kind"], call: Call, text: string): ScriptedDelivery | undefined {
    const ofRequest = kind === "request";
    return this.#state.script?.({
      kind,
      from: ofRequest ? call.from : call.to,
      to: ofRequest ? call.to : call.from,
      method: call.method,
      text,
      call: call.id,
      nth: call.nth,
    });
  }

  #copies(call: Call, decided: ScriptedDelivery | undefined): readonly number[] {
    const { behaviour, faults, luck } = this.#state;
    const hash = luck.of(call.hash);
    const scripted = typeof decided === "object" && "copies" in decided;
    const count = scripted
      ? decided.copies - 1
      : uniformFromHash(hash, LOSS_SLOT.copy) < behaviour.duplicate
        ? 1
        : 0;
    const drawn = Array.from({ length: Math.max(0, count) }, (_, index) =>
      delayBetween(behaviour.duplicateDelayMs, uniformFromHash(hash, LOSS_SLOT.copyDelay + (index + 1) * 16)),
    );
    return faults?.copies(call, drawn, scripted ? this.#state.scriptName : undefined) ?? drawn;
  }

  /** A range slower than a reliable network's, or a script's delay, is a fault. */
  #delay(
    kind: "late-request" | "late-reply",
    call: Call,
    copy: number,
    { range, unit, extra }: LatencyDraw,
    decided: ScriptedDelivery | undefined,
  ): number {
    const scripted = typeof decided === "object" ? decided.delayMs : undefined;
    const delay = scripted ?? extra + delayBetween(range, unit);
    const { faults } = this.#state;
    if (faults === undefined) return delay;
    const slow = range[1] > RELIABLE_DELAY_MS[1];
    return faults.delay(kind, call, copy, {
      drawnMs: scripted !== undefined || slow ? delay : undefined,
      usualMs: extra + delayBetween(slow ? RELIABLE_DELAY_MS : range, unit),
      origin: scripted === undefined ? undefined : this.#state.scriptName,
    });
  }

  /** Whose doing it is when a message is lost; see FaultSeen.scripted. */
  #originOf(decided: ScriptedDelivery | undefined, loss: number): FaultOrigin {
    if (decided === "lose") return this.#state.scriptName;
    return loss >= 1 ? LOSES_EVERYTHING : undefined;
  }
}

/** The number at a place, from 0 to 1, in a range. */
export function delayBetween([low, high]: readonly [number, number], unit: number): number {
  return low + (high - low) * unit;
}

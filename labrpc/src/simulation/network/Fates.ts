import type { Call } from "../messages/Call";
import { LOSES_EVERYTHING } from "../faults/Fault";
import type { FaultOrigin } from "../faults/FaultLog";
import type { Fate, Message } from "../messages/Message";
import { HELD_BACK_CHANCE, HELD_BACK_MS, RELIABLE_DELAY_MS } from "./NetworkOptions";
import { uniform } from "../clock/RandomStream";
import type { Surroundings } from "./Surroundings";

/** Slots of a message's own random numbers. */
export const SLOT = {
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

/** How a message arrives. */
export interface Arrival {
  /** How long it travels, virtual ms. */
  readonly delayMs: number;
  /** Whether the test itself brought it about, by a script or a slow link; a strategy leaves it as it is. */
  readonly arranged: boolean;
}

/** What becomes of a message. */
export type Lot =
  | { readonly kind: "lost" }
  | (Arrival & {
      readonly kind: "arrives";
      /** How long after a request each of its copies arrives, virtual ms. */
      readonly copiesMs: readonly number[];
    });

/** How long a message of a kind takes. */
interface Travel {
  readonly range: readonly [number, number];
  /** Where in the range, from 0 to 1. */
  readonly unit: number;
  /** What a slow link adds, virtual ms. */
  readonly extra: number;
}

/** Decides what becomes of each message: the test's script, the network's options and the message's own random numbers. */
export class Fates {
  readonly #around: Surroundings;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  request(call: Call): Lot {
    const { behaviour, cables, faults } = this.#around;
    const fate = this.#scripted("request", call, call.text);
    const drawn =
      fate === undefined ? uniform(call.hash, SLOT.requestLoss) < behaviour.requestLoss : fate === "lose";
    const lost =
      faults?.lost("lost-request", call, 0, drawn, this.#originOf(fate, behaviour.requestLoss)) ?? drawn;
    if (lost || cables.blocked(call.from, call.to)) return { kind: "lost" };
    const extra = cables.extraMs(call.from, call.to);
    const travel = { range: behaviour.delayMs, unit: uniform(call.hash, SLOT.requestDelay), extra };
    return {
      kind: "arrives",
      delayMs: this.#delay("late-request", call, 0, travel, fate),
      copiesMs: this.#copies(call, fate),
      arranged: extra > 0 || fate === "deliver" || typeof fate === "object",
    };
  }

  /** @param copy of the request that it answers; the reply to a copy has a fate of its own */
  reply(call: Call, copy: number, text: string): Lot {
    const { behaviour, cables, faults } = this.#around;
    const chance = (slot: number): number => uniform(call.hash, slot + copy * 16);
    const fate = this.#scripted("reply", call, text);
    const drawn = fate === undefined ? chance(SLOT.replyLoss) < behaviour.replyLoss : fate === "lose";
    const lost =
      faults?.lost("lost-reply", call, copy, drawn, this.#originOf(fate, behaviour.replyLoss)) ?? drawn;
    if (lost || cables.blocked(call.to, call.from)) return { kind: "lost" };
    const extra = cables.extraMs(call.to, call.from);
    const held = behaviour.longReordering && chance(SLOT.held) < HELD_BACK_CHANCE;
    const travel = held
      ? { range: HELD_BACK_MS, unit: chance(SLOT.heldFor), extra }
      : { range: behaviour.replyDelayMs, unit: chance(SLOT.replyDelay), extra };
    return {
      kind: "arrives",
      delayMs: this.#delay("late-reply", call, copy, travel, fate),
      copiesMs: [],
      arranged: extra > 0 || fate === "deliver" || typeof fate === "object",
    };
  }

  #scripted(kind: Message["kind"], call: Call, text: string): Fate | undefined {
    const request = kind === "request";
    return this.#around.script?.({
      kind,
      from: request ? call.from : call.to,
      to: request ? call.to : call.from,
      method: call.method,
      text,
      call: call.id,
      nth: call.nth,
    });
  }

  #copies(call: Call, fate: Fate | undefined): readonly number[] {
    const { behaviour, faults } = this.#around;
    const scripted = typeof fate === "object" && "copies" in fate;
    const count = scripted ? fate.copies - 1 : uniform(call.hash, SLOT.copy) < behaviour.duplicate ? 1 : 0;
    const drawn = Array.from({ length: Math.max(0, count) }, (_, index) =>
      between(behaviour.duplicateDelayMs, uniform(call.hash, SLOT.copyDelay + (index + 1) * 16)),
    );
    return faults?.copies(call, drawn, scripted ? this.#around.scriptName : undefined) ?? drawn;
  }

  /** A range slower than a reliable network's, or a script's delay, is a fault. */
  #delay(
    kind: "late-request" | "late-reply",
    call: Call,
    copy: number,
    { range, unit, extra }: Travel,
    fate: Fate | undefined,
  ): number {
    const scripted = typeof fate === "object" ? fate.delayMs : undefined;
    const delay = scripted ?? extra + between(range, unit);
    const { faults } = this.#around;
    if (faults === undefined) return delay;
    const slow = range[1] > RELIABLE_DELAY_MS[1];
    return faults.delay(kind, call, copy, {
      drawnMs: scripted !== undefined || slow ? delay : undefined,
      usualMs: extra + between(slow ? RELIABLE_DELAY_MS : range, unit),
      origin: scripted === undefined ? undefined : this.#around.scriptName,
    });
  }

  /** Whose doing it is when a message is lost; see FaultSeen.scripted. */
  #originOf(fate: Fate | undefined, loss: number): FaultOrigin {
    if (fate === "lose") return this.#around.scriptName;
    return loss >= 1 ? LOSES_EVERYTHING : undefined;
  }
}

/** The number at a place, from 0 to 1, in a range. */
export function between([low, high]: readonly [number, number], unit: number): number {
  return low + (high - low) * unit;
}

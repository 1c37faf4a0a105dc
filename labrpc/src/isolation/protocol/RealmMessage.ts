import type { Kernel } from "../../realm/Kernel";
import type { CodeBundle } from "../../simulation/code/CodeBase";
import type { KitBundle } from "./KitBundle";

/** The entries of a kernel that run student code. */
export type KernelEntry = {
  [Name in "construct" | "invoke" | "handle" | "settle" | "fire"]: readonly [
    Name,
    ...Parameters<Kernel[Name]>,
  ];
}["construct" | "invoke" | "handle" | "settle" | "fire"];

/**
 * What a simulation tells a realm process. Runs, lives of hosts and code have numbers; nothing says which test, seed or
 * lab it is. "enter" and "bytes" are answered, in order, and all else is not.
 */
export type RealmMessage =
  /** First of all. */
  | readonly ["kit", KitBundle]
  | readonly ["code", code: number, CodeBundle]
  | readonly [
      "begin",
      run: number,
      code: number,
      recording: boolean,
      /** See `Kernel.look`: whether the answers say what changed of the state of hosts. */
      watching: boolean,
      fresh: boolean,
    ]
  /** @see Kernel.host */
  | readonly ["host", run: number, life: number, at: number, name: string, random: number, aheadMs: number]
  | readonly ["crash", run: number, life: number]
  | readonly ["enter", run: number, KernelEntry]
  /** How much heap is in use; settled: when nothing more can be collected. */
  | readonly ["bytes", run: number, settled: boolean]
  /** The run is over. @param kept whether another run may have its realm */
  | readonly ["end", run: number, kept: boolean];

/** A call of the bridge: the number of its name in RUN_BRIDGE, and its arguments. */
export type EffectMessage = readonly [effect: number, ...args: unknown[]];

/** What a realm process answers to one message. */
export type RealmAnswer =
  | readonly [
      "did",
      run: number,
      effects: readonly EffectMessage[],
      /** JSON of an ErrorText: a rejection that student code left unhandled; "" for none. */
      rejection: string,
      /** Whether the stack was full in the middle of the kit's own work. */
      broken: boolean,
      /** As from `Kernel.look`. */
      state: string,
    ]
  | readonly ["bytes", run: number, bytes: number];

/** So many bytes a frame may have, in either direction. */
export const MOST_FRAME_BYTES = 128 * 2 ** 20;

import { FULL_STACK } from "./fullStack";

/** Whatever crosses the border. */
export type AnyFunction = (...args: never[]) => unknown;

/** What a guard asks for. */
export interface CrossingServices {
  /** Makes sure that there is stack left for what lies behind the border. Throws RangeError. */
  readonly demandRoom: () => void;
  /** Why the last call across the border failed, in the kit's words. */
  readonly failure: () => string;
}

/**
 * Functions of the kit as the realm calls them. Only texts, numbers, booleans and undefined go across: anything else is
 * an error here, before it leaves. No exception of the kit's realm comes back either: its words are asked for, and an
 * error of this realm is made of them.
 */
export function guardedBridge<T extends object>(functions: T, services: CrossingServices): T {
  const guarded: Record<string, AnyFunction> = {};
  for (const [name, go] of Object.entries(functions) as [string, AnyFunction][])
    guarded[name] = guardBridgeMethod(name, go, services);
  return guarded as T;
}

function guardBridgeMethod(
  name: string,
  go: AnyFunction,
  { demandRoom, failure }: CrossingServices,
): AnyFunction {
  return (...args) => {
    checkBridgePrimitives(name, args);
    demandRoom();
    try {
      return go(...args);
    } catch {
      const words = textOfBridgeFailure(failure);
      throw words === "" ? new RangeError(FULL_STACK) : new Error(words);
    }
  };
}

/** "" when asking fails as well, since the stack is full. */
function textOfBridgeFailure(failure: () => string): string {
  try {
    return failure();
  } catch {
    return "";
  }
}

/** Throws TypeError unless all are texts, numbers, booleans or undefined: nothing else may cross the border. */
export function checkBridgePrimitives(name: string, args: readonly unknown[]): void {
  for (let i = 0; i < args.length; i++) {
    const type = typeof args[i];
    if (type !== "string" && type !== "number" && type !== "boolean" && type !== "undefined")
      throw new TypeError(`${name}: expected a string or a number, got ${args[i] === null ? "null" : type}`);
  }
}

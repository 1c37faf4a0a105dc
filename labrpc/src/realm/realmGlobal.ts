import { DomAbortController, DomEvent, DomEventTarget } from "./globals/abort";
import { decodeRealmMessage, encodeRealmMessage } from "./border/codec";
import { fixLocale } from "./intrinsics/locale";
import { pruneBuiltins } from "./intrinsics/pruneBuiltins";
import { textTools } from "./globals/text";

/** What JavaScript has, but cannot be replayed or shares memory, and what to do instead. */
export const TAKEN_AWAY: Record<string, string> = {
  WeakRef: "When memory is collected differs from run to run",
  FinalizationRegistry: "When memory is collected differs from run to run",
  SharedArrayBuffer: "Nodes share no memory",
  Atomics: "Nodes share no memory",
  WebAssembly: "Write TypeScript",
  Intl: "It depends on the machine; format by hand",
  Temporal: "Use Date, whose time is virtual",
  fetch: "Talk to other nodes through a ClientEnd",
};

/**
 * Takes away from the realm's global object what is not listed, adds what Node has and JavaScript has not, and puts
 * errors with advice in the places of what cannot be replayed.
 *
 * @param surplus see `pruneBuiltins`, as what is returned
 */
export function prepareGlobal(
  date: DateConstructor,
  buffer: () => { Buffer: never },
  refuse: (what: string, instead: string) => Error,
  surplus: string | undefined,
): string {
  const pruned = pruneBuiltins(surplus);
  fixLocale();
  const define = (name: string, value: unknown): void => {
    Object.defineProperty(globalThis, name, {
      value,
      writable: false,
      configurable: false,
      enumerable: false,
    });
  };
  const clone = (value: unknown): unknown => decodeRealmMessage(encodeRealmMessage(value, "the value"));
  const added = {
    Date: date,
    ...textTools(() => buffer().Buffer),
    AbortController: DomAbortController,
    Event: DomEvent,
    EventTarget: DomEventTarget,
    structuredClone: clone,
  };
  for (const [name, value] of Object.entries(added)) define(name, value);
  Object.defineProperty(globalThis, "Buffer", { get: () => buffer().Buffer, configurable: false });
  for (const [name, instead] of Object.entries(TAKEN_AWAY)) {
    const get = (): never => {
      throw refuse(name, instead);
    };
    Object.defineProperty(globalThis, name, { get, configurable: false });
  }
  return pruned;
}

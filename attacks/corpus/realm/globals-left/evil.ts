import { climb, escaped } from "./probe";

export function attack() {
  const unwanted = ["gc", "SharedArrayBuffer", "Atomics", "WebAssembly", "WeakRef", "FinalizationRegistry", "ShadowRealm", "Temporal", "Intl", "fetch", "Worker", "MessageChannel", "BroadcastChannel", "navigator", "WebSocket", "localStorage", "load", "read", "print", "d8", "quit", "version"];
  for (const where of [globalThis, Object.getPrototypeOf(globalThis), Object.getPrototypeOf(Object.getPrototypeOf(globalThis) ?? {})]) {
    for (const name of unwanted) {
      let found;
      try {
        found = where?.[name];
      } catch (thrown) {
        climb(thrown, name);
        continue;
      }
      if (found !== undefined) escaped(`${name} is within reach`);
    }
  }
}

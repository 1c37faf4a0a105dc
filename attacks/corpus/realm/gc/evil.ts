import { climb, escaped } from "./probe";

export async function attack() {
  const collect = globalThis.gc ?? Object.getPrototypeOf(globalThis).gc ?? (() => { try { return gc; } catch { return undefined; } })();
  if (collect === undefined) return;
  climb(collect, "gc");
  climb(collect({ execution: "async" }), "gc");
  escaped("gc can be called");
}

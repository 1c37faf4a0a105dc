import { climb, tryOut } from "./probe";

export async function attack({ ends, side, self, args }) {
  const things = { self, args, ends, end: ends[0], module, exports, require, console, process, crypto, performance, Math, setTimeout, Buffer, AbortSignal, queueMicrotask };
  const seen = new Set();
  const visit = (value, path, depth) => {
    if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value) || depth > 4) return;
    seen.add(value);
    climb(value, path);
    visit(Reflect.getPrototypeOf(value), `${path}.__proto__`, depth + 1);
    for (const key of Reflect.ownKeys(value)) {
      const found = Object.getOwnPropertyDescriptor(value, key);
      for (const part of [found?.value, found?.get, found?.set]) visit(part, `${path}.${String(key)}`, depth + 1);
      if (found?.get !== undefined) visit(tryOut(path, () => Reflect.apply(found.get, value, [])), path, depth + 1);
    }
  };
  for (const [name, value] of Object.entries(things)) visit(value, name, 0);
  visit(globalThis, "globalThis", 0);
  if (side === "server") return { value: "" };
  visit(await ends[0].call("get", { key: "k" }).catch((thrown) => thrown), "a reply", 0);
}

import { climb, escaped } from "./probe";

export function attack() {
  const hidden = Object.getPrototypeOf(globalThis)?.console;
  if (hidden === undefined || hidden === console) return;
  climb(hidden, "the console beneath");
  climb(hidden.context?.("x"), "console.context");
  for (const key of Object.keys(hidden)) climb(hidden[key]({}), `console.${key}`);
  if (typeof hidden.context === "function") escaped("console.context is within reach");
}

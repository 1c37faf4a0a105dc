import type { DebugChoice } from "../../records";

/** The same choices, with events that time alone brings one after the other put together into one choice. */
export function inShort(choices: readonly DebugChoice[]): DebugChoice[] {
  const short: DebugChoice[] = [];
  for (const choice of choices) {
    const last = short.at(-1);
    if (choice.kind === "next" && last?.kind === "next")
      short[short.length - 1] = { kind: "next", events: last.events + choice.events };
    else short.push(choice);
  }
  return short;
}

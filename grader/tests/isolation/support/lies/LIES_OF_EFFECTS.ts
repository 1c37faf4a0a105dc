import type { Lie } from "./Lie";
import { TIMER, CLEAR, CALL, HANDLING, ODD_DELAY, REPLY, LOG, each, onceFor } from "./lieParts";

/** Timers, calls, and what is printed. */
export const LIES_OF_EFFECTS: readonly Lie[] = [
  // Timers.
  ...["1e999", "0.0001"].map((delay): Lie => ({
    name: `sets a timer that fires in ${delay} ms`,
    verdict: "broke the protocol",
    code: `onText((text) => text.replace(/^\\[\\["did",(\\d+),\\[/, (all, run) => all + '[0,' + lifeOf(text) + ',77777,${delay},false,""],'));`,
  })),
  {
    name: "sets two timers of one number",
    verdict: "broke the protocol",
    code: onceFor(
      CALL,
      `effects.push([${String(TIMER)}, found[1], 5000, 10, false, ""], [${String(TIMER)}, found[1], 5000, 20, false, ""]);`,
    ),
  },
  {
    name: "sets a timer with the number of one before",
    verdict: "broke the protocol",
    code: onceFor(
      CALL,
      `effects.push([${String(TIMER)}, found[1], 5000, 10, true, ""], [${String(TIMER)}, found[1], 4999, 20, true, ""]);`,
    ),
  },
  {
    name: "clears timers that never were",
    verdict: "harmless",
    code: onceFor(CALL, `for (let i = 1000; i < 1100; i++) effects.push([${String(CLEAR)}, found[1], i]);`),
  },
  {
    name: "sets a timer that never ends to fire",
    verdict: "no points",
    code: onceFor(CALL, `effects.push([${String(TIMER)}, found[1], 5000, 0, true, ""]);`),
  },
  {
    name: "sets a hundred thousand timers",
    verdict: "no points",
    code: onceFor(
      CALL,
      `for (let i = 0; i < 100000; i++) effects.push([${String(TIMER)}, found[1], 5000 + i, 1, true, ""]);`,
    ),
  },

  // Calls.
  {
    name: "makes two calls of one number",
    verdict: "broke the protocol",
    code: onceFor(CALL, "effects.push([...found]);"),
  },
  {
    name: "calls through an end of another host",
    verdict: "broke the protocol",
    code: onceFor(
      CALL,
      `effects.push([${String(CALL)}, found[1], "clerk-9 → server-0", 900000, "get", "[]", ""]);`,
    ),
  },
  ...["__proto__", "get\u0000"].map((method): Lie => ({
    name: `calls a method ${JSON.stringify(method)}`,
    verdict: "no points",
    code: onceFor(CALL, `found[4] = ${JSON.stringify(method)}; found[5] = "[]";`),
  })),

  // What is printed, and where.
  {
    name: "prints what steers a terminal",
    verdict: "harmless",
    code: onceFor(
      CALL,
      `effects.push([${String(LOG)}, found[1], "log", "\\u001b[2J\\u001b]8;;http://x\\u0007\\r\\n::error::POISON\\u202e\\u0000\\ud800"]);`,
    ),
  },
  {
    name: "prints a line of megabytes",
    verdict: "broke the protocol",
    code: onceFor(CALL, `effects.push([${String(LOG)}, found[1], "log", "x".repeat(5e6)]);`),
  },
  {
    name: "prints on a level of its own",
    verdict: "broke the protocol",
    code: onceFor(CALL, `effects.push([${String(LOG)}, found[1], "__proto__", "x"]);`),
  },
  {
    name: "prints more lines than a host may",
    verdict: "broke the protocol",
    code: onceFor(
      CALL,
      `for (let i = 0; i < 50000; i++) effects.push([${String(LOG)}, found[1], "log", "x"]);`,
    ),
  },
  {
    name: "says where it called, though nobody asked",
    verdict: "broke the protocol",
    code: onceFor(CALL, `found[6] = "../../../../etc/passwd:1:1";`),
  },
  {
    name: "tells of a delay that is none, though nobody asked",
    verdict: "broke the protocol",
    code: onceFor(CALL, `effects.push([${String(ODD_DELAY)}, found[1], "NaN", ""]);`),
  },
  {
    name: "says of what it works on where it waits, though nobody asked",
    verdict: "broke the protocol",
    code: each(
      `const reply = effects.find((one) => one[0] === ${String(REPLY)}); if (reply) effects.unshift([${String(HANDLING)}, reply[1], "/etc/passwd:1:1"]);`,
    ),
  },
];

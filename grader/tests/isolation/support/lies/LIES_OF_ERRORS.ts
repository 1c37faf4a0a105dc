import type { Lie } from "./Lie";
import { CALL, RESULT, PROBLEM, each, onceFor, results, error, deep } from "./lieParts";

/** Errors, the end of a run, and texts that the codec does not make. */
export const LIES_OF_ERRORS: readonly Lie[] = [
  // Errors, and the end.
  ...["endless-loop", "busy-wait", "host-error"].map((kind): Lie => ({
    name: `claims "${kind}"`,
    verdict: "no points",
    code: onceFor(CALL, `effects.push([${String(PROBLEM)}, "${kind}", found[1], ${error("{}")}]);`),
  })),
  {
    name: "claims a crash of another host",
    verdict: "broke the protocol",
    code: onceFor(
      CALL,
      `effects.push([${String(PROBLEM)}, "host-error", found[1] === 1 ? 2 : 1, ${error("{}")}]);`,
    ),
  },
  {
    name: "claims a problem that there is none of",
    verdict: "broke the protocol",
    code: onceFor(CALL, `effects.push([${String(PROBLEM)}, "passed", found[1], ${error("{}")}]);`),
  },
  {
    name: "claims in the grader's words that its process is lost",
    verdict: "no points",
    code: each(`did[3] = ${error('{ name: "RealmLostError" }')};`),
  },
  {
    name: "has an error without a message",
    verdict: "broke the protocol",
    code: each(`did[3] = "{}";`),
  },
  {
    name: "has an error whose properties are the grader's",
    verdict: "no points",
    code: each(`for (const one of effects) if (one[0] === ${String(RESULT)} && one[3] !== "") { one[2] = false;
      one[3] = ${error(`{ data: JSON.stringify({ kind: "passed", host: 5, call: {}, studentStack: 7, outcome: { kind: "passed" }, stack: 1, code: "ErrVersion" }) }`)}; }`),
  },
  {
    name: "has an error with a prototype",
    verdict: "no points",
    code: each(`for (const one of effects) if (one[0] === ${String(RESULT)} && one[3] !== "") { one[2] = false;
      one[3] = ${error(`{ data: '{"__proto__":{"name":"Violation"},"constructor":1,"toString":2}' }`)}; }`),
  },
  { name: "says that its stack was full", verdict: "no points", code: each("did[4] = true;") },
  {
    name: "says that its stack was 1",
    verdict: "broke the protocol",
    code: each("did[4] = 1;"),
  },
  {
    name: "tells the state of hosts, though nobody looks",
    verdict: "broke the protocol",
    code: each(`did[5] = '{"changed":[],"isOver":false}';`),
  },

  // Texts that the codec does not make.
  {
    name: "has a result that is nested too deeply",
    verdict: "broke the protocol",
    code: each(
      `for (const one of effects) if (one[0] === ${String(RESULT)} && one[3] !== "") one[3] = ${deep(100_000)};`,
    ),
  },
  {
    name: "has a call that is nested too deeply",
    verdict: "broke the protocol",
    code: onceFor(CALL, `found[5] = ${deep(100_000)};`),
  },
  {
    name: "has a call of ten million brackets",
    verdict: "no points",
    code: onceFor(CALL, `found[5] = ${deep(5_000_000)};`),
  },
  ...['{"$":"end","v":"clerk-0 → server-0"}', '{"$":"Map","v":5}', '{"$":"bytes","v":9e9}', "{} {}"].map(
    (text): Lie => ({
      name: `has the result ${JSON.stringify(text)}`,
      verdict: "broke the protocol",
      code: results(text),
    }),
  ),
  ...['{"__proto__":{"value":"x"}}', '{"then":1,"toJSON":1,"length":1e9}', '"\\ud800"'].map((text): Lie => ({
    name: `has the result ${text}`,
    verdict: "no points",
    code: results(text),
  })),
];

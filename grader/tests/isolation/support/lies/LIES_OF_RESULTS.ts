import type { Lie } from "./Lie";
import { REPLY, RESULT, each, onceFor, results, error } from "./lieParts";

/** Results, replies, and numbers that are none. */
export const LIES_OF_RESULTS: readonly Lie[] = [
  // Results and replies.
  {
    name: "settles an operation twice",
    verdict: "broke the protocol",
    code: onceFor(RESULT, "effects.push([...found]);"),
  },
  {
    name: "settles an operation once more, later",
    verdict: "broke the protocol",
    code: each(`if (powers.process.old) effects.push(powers.process.old);
      powers.process.old ??= effects.find((one) => one[0] === ${String(RESULT)});`),
  },
  {
    name: "answers a request twice",
    verdict: "broke the protocol",
    code: onceFor(REPLY, "effects.push([...found]);"),
  },
  {
    name: "answers requests of another host",
    verdict: "broke the protocol",
    code: onceFor(
      REPLY,
      "for (let i = 0; i < 40; i++) if (i !== found[1]) effects.unshift([4, i, true, '\"\"']);",
    ),
  },
  {
    name: "says that each operation has failed",
    verdict: "no points",
    code: each(
      `for (const one of effects) if (one[0] === ${String(RESULT)} && one[3] !== "") { one[2] = false; one[3] = ${error("{}")}; }`,
    ),
  },
  {
    name: "says that a result is a text of nothing",
    verdict: "no points",
    code: results(""),
  },
  {
    name: "holds all results back",
    verdict: "no points",
    code: each(
      `for (let i = effects.length; i-- > 0;) if (effects[i][0] === ${String(RESULT)} && effects[i][3] !== "") effects.splice(i, 1);`,
    ),
  },
  { name: "turns round what happened in an event", verdict: "harmless", code: each("effects.reverse();") },

  // Numbers that are none.
  ...["-1", '"1"'].map((number): Lie => ({
    name: `has ${number} for the number of an operation`,
    verdict: "broke the protocol",
    code: onceFor(RESULT, `found[1] = JSON.parse(${JSON.stringify(number)});`),
  })),
  {
    name: "has a number that JSON reads as Infinity",
    verdict: "broke the protocol",
    code: `onText((text) => text.replace(/\\[5,\\d+,/, "[5,1e999,"));`,
  },
  {
    name: "has a number below zero that is zero",
    verdict: "broke the protocol",
    code: `onText((text) => text.replace(/\\[5,\\d+,/, "[5,-0,"));`,
  },
];

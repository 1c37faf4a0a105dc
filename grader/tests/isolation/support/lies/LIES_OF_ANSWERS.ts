import type { Lie } from "./Lie";
import { RESULT, change, each } from "./lieParts";

/** Answers and frames, what depends on the run, and figures of memory. */
export const LIES_OF_ANSWERS: readonly Lie[] = [
  // Answers.
  ...[
    ["an answer about a run that is none", `["did", "1", [], "", false, ""]`],
    ["an answer about half a run", `["did", 0.5, [], "", false, ""]`],
    ["an answer about a run to come", `["did", 1000, [], "", false, ""]`],
    ["an answer of a kind that is none", `["passed", answers[0][1]]`],
    ["the end of the run", `["end", answers[0][1], true]`],
    ["a figure that nobody asked for", `["bytes", answers[0][1], 5]`],
    ["an answer that is null", "null"],
    ["effects that are an object", `["did", answers[0][1], { length: 0 }, "", false, ""]`],
    [
      "an answer with more than an answer has",
      `["did", answers[0][1], [], "", false, "", { verdict: "passed" }]`,
    ],
  ].map(([name = "", answer = ""]): Lie => ({
    name: `gives ${name}`,
    verdict: "broke the protocol",
    code: change(
      `if (answers[0]?.[0] === "did" && !powers.process.lied) { powers.process.lied = true; answers[0] = ${answer}; }`,
    ),
  })),
  {
    name: "gives the answer to another run that goes on",
    verdict: "no points",
    code: change(`for (const did of answers) if (did[1] > 1) did[1] -= 1;`),
    seeds: [1, 2, 3, 4, 5, 6],
  },
  {
    name: "gives its answers in another order",
    verdict: "harmless",
    code: change("answers.reverse();"),
    seeds: [1, 2, 3, 4, 5, 6],
  },
  {
    name: "gives one answer twice and another never",
    verdict: "no points",
    code: change("if (answers.length > 1) answers[1] = answers[0];"),
    seeds: [1, 2, 3, 4, 5, 6],
  },

  // Frames.
  {
    name: "sends an empty list before each answer",
    verdict: "broke the protocol",
    code: `onFrame((frame) => { raw([2, 0, 0, 0, 91, 93]); raw(frame); });`,
  },
  {
    name: "sends a frame of nothing",
    verdict: "broke the protocol",
    code: `onFrame((frame) => { raw([0, 0, 0, 0]); raw(frame); });`,
  },
  {
    name: "sends a frame that is no UTF-8",
    verdict: "broke the protocol",
    code: `onFrame(() => { raw([3, 0, 0, 0, 0xff, 0xfe, 0xc0]); });`,
  },
  {
    name: "sends half a frame, and no more",
    verdict: "no points",
    code: `onFrame((frame) => { raw(frame.subarray(0, frame.length >> 1)); });`,
  },
  {
    name: "sends a frame that is shorter than it says",
    verdict: "no points",
    code: `onFrame((frame) => { frame.writeUInt32LE(frame.readUInt32LE(0) + 5, 0); raw(frame); });`,
  },
  {
    name: "sends a frame of four gigabytes",
    verdict: "broke the protocol",
    code: `onFrame(() => { raw([255, 255, 255, 255]); });`,
  },
  {
    name: "sends a byte at a time",
    verdict: "harmless",
    code: `onFrame((frame) => { for (const byte of frame) raw([byte]); });`,
  },
  {
    name: "answers late",
    verdict: "harmless",
    code: `onFrame((frame) => { pause(20); raw(frame); });`,
    seeds: [1],
  },
  {
    name: "sends a byte a second",
    verdict: "no points",
    code: `onFrame((frame) => { for (const byte of frame) { pause(1000); raw([byte]); } });`,
  },
  {
    name: "answers each time just before it would be too late",
    verdict: "no points",
    code: `onFrame((frame) => { pause(900); raw(frame); });`,
  },
  {
    name: "floods the pipe with empty lists",
    verdict: "broke the protocol",
    code: `onFrame(() => { for (;;) raw([2, 0, 0, 0, 91, 93]); });`,
  },

  // Behaviour that depends on which run it is.
  {
    name: "fails where nothing is recorded, and only there",
    verdict: "not judged",
    code: `onMessages((messages) => { for (const message of messages) if (message[0] === "begin") powers.process.recorded = message[3]; });
      ${each(`if (!powers.process.recorded) for (const one of effects) if (one[0] === ${String(RESULT)} && one[3] !== "") one[3] = '"wrong"';`)}`,
  },
  {
    name: "fails where everything is recorded, and only there",
    verdict: "harmless",
    code: `onMessages((messages) => { for (const message of messages) if (message[0] === "begin") powers.process.recorded = message[3]; });
      ${each(`if (powers.process.recorded) for (const one of effects) if (one[0] === ${String(RESULT)} && one[3] !== "") one[3] = '"wrong"';`)}`,
  },

  // Memory.
  ...["1e999", "1e300"].map((bytes): Lie => ({
    name: `holds ${bytes} bytes`,
    verdict: "broke the protocol",
    test: "TestMemory",
    seeds: [1],
    code: `onText((text) => text.replace(/\\["bytes",(\\d+),\\d+\\]/, '["bytes",$1,${bytes}]'));`,
  })),
];

/** What the grader has to make of a lie. */
export type LieVerdict =
  /** A failed test that says so. */
  | "broke the protocol"
  /** A test that fails, whatever is said of it. */
  | "no points"
  /** Its runs differ, which code in a realm cannot bring about: no verdict, so no points either. */
  | "not judged"
  /** The code does what it should, and the lie changes nothing: the test may pass, and must end. */
  | "harmless";

/** A right submission of lab 1 whose process says something else than what happened. */
export interface Lie {
  readonly name: string;
  readonly verdict: LieVerdict;
  /** Statements that run once in each process, when the server's module is loaded; see `LIAR`. */
  readonly code: string;
  /** Default: TestBasic, seeds 1 and 2. */
  readonly test?: string;
  readonly seeds?: readonly number[];
}

/** Numbers of effects, in the order of RUN_BRIDGE. */
const [TIMER, CLEAR, CALL, HANDLING, REPLY, RESULT, LOG, PROBLEM] = [0, 1, 2, 3, 4, 5, 6, 7];

/** Changes each list of answers before it goes off; `sent` counts them, and `did` is each answer to an event. */
const change = (statement: string): string => `onAnswers((answers) => { ${statement} return answers; });`;
const each = (statement: string): string =>
  change(`for (const did of answers) if (did[0] === "did") { const effects = did[2]; ${statement} }`);
/** Once in each run, as soon as an answer has an effect of that kind. */
const onceFor = (effect: number, statement: string): string =>
  each(`const found = effects.find((one) => one[0] === ${String(effect)});
    if (found !== undefined && !powers.process.lied) { powers.process.lied = true; ${statement} }`);
/** Puts a text of the liar's own in the place of each result. */
const results = (text: string): string =>
  each(
    `for (const one of effects) if (one[0] === ${String(RESULT)} && one[3] !== "") one[3] = ${JSON.stringify(text)};`,
  );
const error = (parts: string): string =>
  `JSON.stringify({ name: "Error", message: "m", stack: "", data: "", ...${parts} })`;
const deep = (levels: number): string => `"[".repeat(${String(levels)}) + "]".repeat(${String(levels)})`;

export const LIES: readonly Lie[] = [
  { name: "tells the truth", verdict: "harmless", code: change("") },

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
    code: onceFor(CALL, `effects.push([${String(LOG)}, found[1], "log", "x".repeat(3e7)]);`),
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
    name: "says of what it works on where it waits, though nobody asked",
    verdict: "broke the protocol",
    code: each(
      `const reply = effects.find((one) => one[0] === ${String(REPLY)}); if (reply) effects.unshift([${String(HANDLING)}, reply[1], "/etc/passwd:1:1"]);`,
    ),
  },

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

/** Comes before a lie: what it is made with. The lie itself runs once in each process. */
export const LIAR = `
declare const powers: { process: any; require: (name: string) => any };
if (!powers.process.isLiar) {
  powers.process.isLiar = true;
  const fs: any = powers.require("node:fs");
  const vm: any = powers.require("node:vm");
  const NodeBuffer: any = powers.require("node:buffer").Buffer;
  const Atomics: any = vm.runInThisContext("Atomics");
  const nap: any = vm.runInThisContext("new Int32Array(new SharedArrayBuffer(4))");
  const write = fs.writeSync;
  const read = fs.readSync;
  const pause = (ms: number) => Atomics.wait(nap, 0, 0, ms);
  const raw = (bytes: any) => { const all = NodeBuffer.from(bytes); for (let at = 0; at < all.length;) at += write(1, all, at); };
  const frameOf = (text: string) => { const body = NodeBuffer.from(text); const head = NodeBuffer.alloc(4); head.writeUInt32LE(body.length); return NodeBuffer.concat([head, body]); };
  const onFrame = (change: any) => { fs.writeSync = (fd: number, frame: any) => { change(NodeBuffer.from(frame)); return frame.length; }; };
  const onText = (change: any) => onFrame((frame: any) => raw(frameOf(change(frame.subarray(4).toString()))));
  const onAnswers = (change: any) => onText((text: string) => JSON.stringify(change(JSON.parse(text))));
  const lifeOf = (text: string) => powers.process.life ?? 1;
  fs.readSync = (fd: number, piece: any, ...rest: any[]) => {
    const bytes = read(fd, piece, ...rest);
    const text = piece.subarray(0, bytes).toString("latin1");
    if (text.includes('["begin",')) powers.process.lied = false;
    for (const [, life] of text.matchAll(/\\["enter",\\d+,\\["\\w+",(\\d+)/g)) powers.process.life = Number(life);
    return bytes;
  };
  const onMessages = (see: any) => {
    const before = fs.readSync;
    fs.readSync = (fd: number, piece: any, ...rest: any[]) => {
      const bytes = before(fd, piece, ...rest);
      const text = piece.subarray(0, bytes).toString("latin1");
      see([...text.matchAll(/\\["begin",\\d+,\\d+,(true|false)/g)].map(([, recorded]: any) => ["begin", 0, 0, recorded === "true"]));
      return bytes;
    };
  };
`;

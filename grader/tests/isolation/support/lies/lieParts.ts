/** Numbers of effects, in the order of RUN_BRIDGE. */
export const [TIMER, CLEAR, CALL, HANDLING, REPLY, RESULT, LOG, PROBLEM, ODD_DELAY] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8,
];

/** Changes each list of answers before it goes off. */
export const change = (statement: string): string =>
  `onAnswers((answers) => { ${statement} return answers; });`;
/** The same of each answer to an event, `did`, and its effects. */
export const each = (statement: string): string =>
  change(`for (const did of answers) if (did[0] === "did") { const effects = did[2]; ${statement} }`);
/** Once in each run, as soon as an answer has an effect of that kind. */
export const onceFor = (effect: number, statement: string): string =>
  each(`const found = effects.find((one) => one[0] === ${String(effect)});
    if (found !== undefined && !powers.process.lied) { powers.process.lied = true; ${statement} }`);
/** Puts a text of the liar's own in the place of each result. */
export const results = (text: string): string =>
  each(
    `for (const one of effects) if (one[0] === ${String(RESULT)} && one[3] !== "") one[3] = ${JSON.stringify(text)};`,
  );
export const error = (parts: string): string =>
  `JSON.stringify({ name: "Error", message: "m", stack: "", data: "", ...${parts} })`;
export const deep = (levels: number): string =>
  `"[".repeat(${String(levels)}) + "]".repeat(${String(levels)})`;

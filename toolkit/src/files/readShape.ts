import type { z } from "zod";

/** `problems`: a line for each wrong field, such as "  tests[3].points: expected a number, got nothing". */
export type ShapeRead<T> =
  { readonly kind: "read"; readonly data: T } | { readonly kind: "wrong"; readonly problems: string };

/** The longest value that a message repeats, characters. */
const MOST_SHOWN = 60;

/** Holds data against a schema, and says what is wrong with it in the kit's words: expected X, got Y. */
export function readShape<S extends z.ZodType>(schema: S, data: unknown): ShapeRead<z.infer<S>> {
  const parsed = schema.safeParse(data, { error: expectedShapeGot });
  if (parsed.success) return { kind: "read", data: parsed.data };
  const lines = parsed.error.issues.map(({ path, message }) => `  ${shapePathText(path)}: ${message}`);
  return { kind: "wrong", problems: lines.join("\n") };
}

/** A schema's own message goes before this one. */
function expectedShapeGot(issue: z.core.$ZodRawIssue): string | undefined {
  const { input } = issue;
  switch (issue.code) {
    case "invalid_type":
      return `expected ${kindOfShape(issue.expected)}, got ${shownShapeInput(input)}`;
    case "too_small":
      return `expected ${countedInShape(issue.origin, `at least ${String(issue.minimum)}`)}, got ${sizeOfShapeInput(input)}`;
    case "too_big":
      return `expected ${countedInShape(issue.origin, `at most ${String(issue.maximum)}`)}, got ${sizeOfShapeInput(input)}`;
    case "invalid_value":
      return `expected ${oneOfShapeValues(issue.values)}, got ${shownShapeInput(input)}`;
    case "unrecognized_keys":
      return `expected no field ${issue.keys.map((key) => JSON.stringify(key)).join(", ")}, got one; check its name`;
    case "invalid_union":
      return shapeUnionProblem(issue);
    case "invalid_format":
      return `expected a string of another form (${issue.pattern ?? issue.format}), got ${shownShapeInput(input)}`;
    default:
      return undefined;
  }
}

function shapeUnionProblem(issue: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidUnion>): string {
  const { input, discriminator } = issue;
  if (discriminator === undefined || !Array.isArray(issue.options))
    return `expected another kind of value, got ${shownShapeInput(input)}`;
  return `expected ${oneOfShapeValues(issue.options as z.core.util.Primitive[])}, got ${shownShapeInput((input as Record<string, unknown>)[discriminator])}`;
}

const KINDS: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  int: "a whole number",
  number: "a number",
  object: "an object",
  record: "an object",
  string: "a string",
};

function kindOfShape(expected: string): string {
  return KINDS[expected] ?? expected;
}

function countedInShape(origin: string, amount: string): string {
  const units: Readonly<Record<string, string>> = { array: " entries", string: " characters" };
  return `${amount}${units[origin] ?? ""}`;
}

function sizeOfShapeInput(input: unknown): string {
  return typeof input === "string" || Array.isArray(input) ? String(input.length) : shownShapeInput(input);
}

function oneOfShapeValues(values: readonly z.core.util.Primitive[]): string {
  const words = values.map((value) => JSON.stringify(value));
  return words.length === 1 ? String(words[0]) : `one of ${words.join(", ")}`;
}

function shownShapeInput(input: unknown): string {
  const text = input === undefined ? "nothing" : JSON.stringify(input);
  return text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN)} …`;
}

/** Such as `clients[0].requests[2].key`. */
function shapePathText(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === "number" ? `[${String(part)}]` : `.${String(part)}`));
  return text.join("").replace(/^\./, "") || "the whole file";
}

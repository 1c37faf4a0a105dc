import type { HintCondition, HintFault, HintKind, TestHint } from "toolkit/labs/TestHint";
import type { Fault } from "labrpc/records";

/** What conditions look at. */
export interface HintedFailure {
  readonly kind: HintKind;
  readonly message: string;
  readonly expected?: string;
  readonly got?: string;
  readonly cause?: readonly string[];
  readonly reasons?: readonly string[];
  readonly details?: readonly string[];
  /** As the report says it of the nearest runs. */
  readonly twin?: string;
  /** Kinds of the counterexample's faults; absent when nobody looked for one. */
  readonly faults?: readonly Fault["kind"][];
}

/** The first of the manifest's hints that fits a failure; undefined when none does. */
export function manifestHintFor(hint: TestHint, failure: HintedFailure): string | undefined {
  const hints = typeof hint === "string" ? [{ text: hint, when: {} }] : hint;
  return hints.find(({ when = {} }) => hintFits(when, failure))?.text;
}

function hintFits(when: HintCondition, failure: HintedFailure): boolean {
  const {
    kind,
    message,
    expected = "",
    got = "",
    cause = [],
    reasons = [],
    details = [],
    twin,
    faults,
  } = failure;
  const [said, shown] = [
    [message, ...reasons],
    [expected, got],
  ].map((texts) => texts.join("\n"));
  const methods = new Set([message, ...cause, ...reasons].flatMap(methodsNamedIn));
  return (
    oneFits(when.kind ?? "failed", (wanted) => wanted === kind) &&
    oneFits(when.faults, (wanted) => faults !== undefined && hasFault(faults, wanted)) &&
    oneFits(when.says, (phrase) => hasPhrase(said, phrase)) &&
    oneFits(when.shows, (phrase) => hasPhrase(shown, phrase)) &&
    oneFits(when.details, (phrase) => details.some((detail) => hasPhrase(detail, phrase))) &&
    (when.twin === undefined || (twin !== undefined && TWIN[when.twin].test(twin))) &&
    oneFits(when.operations, (method) => methods.has(method))
  );
}

/** As twins are told. */
const TWIN = {
  order: /^if .* reaches .* before .*, and not after it, the test passes/s,
  none: /^none: /,
} as const;

/** Nothing wanted is always there. */
function oneFits<T extends string>(wanted: T | readonly T[] | undefined, fits: (one: T) => boolean): boolean {
  return wanted === undefined || [wanted].flat().some((one) => fits(one as T));
}

function hasFault(faults: readonly Fault["kind"][], wanted: HintFault): boolean {
  if (wanted === "none") return faults.length === 0;
  return faults.some((kind) => kind === wanted || (wanted === "late" && kind.startsWith("late-")));
}

function hasPhrase(text = "", phrase: string): boolean {
  return text.toLowerCase().includes(phrase.toLowerCase());
}

/** "append" of 'clerk-0 append("k","x")'. */
function methodsNamedIn(text: string): string[] {
  return [...text.matchAll(/\b(\w+)\(/g)].map(([, method = ""]) => method);
}

import { z } from "zod";
import { cleanName, cleanText } from "toolkit/text/studentText";

/**
 * The codes of what is no error of type, and a mistake most likely: a promise that nobody waits for, a Map taken for an
 * object, a list that is changed by the loop that walks through it, numbers ordered as texts, an object looked up by what
 * is in it, a method without its object, arguments in the wrong places, an identity that all objects of a class share.
 */
export const SLIP_CODES = ["await", "map", "loop", "text", "object", "this", "order", "shared"] as const;
export type SlipCode = (typeof SLIP_CODES)[number];

export function isSlipCode(code: string): code is SlipCode {
  return (SLIP_CODES as readonly string[]).includes(code);
}

const typeError = z.object({
  /** Relative to the submission. */
  file: z.string().transform((name) => cleanName(name)),
  /** Counts from 1. */
  line: z.int().min(1),
  column: z.int().min(1),
  /** The compiler's, such as "TS2322", or a slip's. */
  code: z.union([z.string().regex(/^TS\d{1,6}$/), z.enum(SLIP_CODES)]),
  message: z.string().transform((text) => cleanText(text)),
});

/** A type error in the student's code. */
export type TypeProblem = z.infer<typeof typeError>;

/**
 * What the process that checks types writes: the first errors, and how many more there are. Student code names what is in
 * them, so texts are cleaned here.
 */
export const typeProblems = z.object({ errors: z.array(typeError), more: z.int().min(0) });

/** The type errors of a submission. */
export type TypeProblems = z.infer<typeof typeProblems>;

/** What came of checking types: the errors, or why there is no answer. */
export type TypeCheck =
  | {
      readonly kind: "checked";
      readonly errors: readonly TypeProblem[];
      /** How many more there are. Default: none. */
      readonly more?: number;
    }
  | { readonly kind: "unavailable"; readonly message: string };

/** Finds the type errors of a submission. Never rejects, and ends soon after the signal. */
export type CheckTypes = (request: TypeCheckRequest, signal?: AbortSignal) => Promise<TypeCheck>;

/** What is to be checked. Folders are absolute. */
export interface TypeCheckRequest {
  readonly lab: string;
  readonly labFolder: string;
  /** A copy of the student's; see Submission. */
  readonly submission: string;
  /** Relative to the submission. */
  readonly student: readonly string[];
  /** Relative to the lab's folder. */
  readonly given: readonly string[];
  /** Those of the given files that the submission's own do not replace. Default: none. */
  readonly fixed?: readonly string[];
}

import { z } from "zod";

const typeError = z.object({
  /** Relative to the submission. */
  file: z.string(),
  /** Counts from 1. */
  line: z.int(),
  column: z.int(),
  /** Such as "TS2322". */
  code: z.string(),
  message: z.string(),
});

/** A type error in the student's code. */
export type TypeProblem = z.infer<typeof typeError>;

/** What the process that checks types writes. */
export const typeProblems = z.array(typeError);

/** What came of checking types: the errors, or why there is no answer. */
export type TypeCheck =
  | { readonly kind: "checked"; readonly errors: readonly TypeProblem[] }
  | { readonly kind: "unavailable"; readonly message: string };

/** Finds the type errors of a submission. Never rejects. */
export type CheckTypes = (request: TypeCheckRequest, signal?: AbortSignal) => Promise<TypeCheck>;

/** What is to be checked. Paths are absolute. */
export interface TypeCheckRequest {
  readonly labFolder: string;
  readonly submission: string;
  /** Relative to the submission. */
  readonly student: readonly string[];
}

import type ts from "typescript";

/** A place in the code that compiles and is still a mistake, most likely. */
export interface FoundInCode {
  readonly node: ts.Node;
  readonly message: string;
}

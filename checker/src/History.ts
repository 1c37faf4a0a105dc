/** One operation of one client, as it was seen from outside. */
export interface Operation<Input, Output> {
  readonly client: string;
  readonly input: Input;
  /** Undefined when the operation never returned: it may or may not have happened. */
  readonly output: Output | undefined;
  /** When it was called and when it returned, in any unit. `returned` is Infinity when it never did. */
  readonly called: number;
  readonly returned: number;
}

export type History<Input, Output> = readonly Operation<Input, Output>[];

/** One operation of one client, as it was seen from outside. Inputs and outputs are plain data. */
export interface Operation<Input, Output> {
  readonly client: string;
  readonly input: Input;
  /**
   * What it was answered. Undefined when that is not known. Two cases differ by `returned`: an operation that
   * completed (a finite time) did happen, with whatever answer; one that never returned may or may not have.
   */
  readonly output: Output | undefined;
  /** When it was called and when it returned, ms in messages. `returned` is Infinity when it never did. */
  readonly called: number;
  readonly returned: number;
}

export type History<Input, Output> = readonly Operation<Input, Output>[];

/**
 * Whether the first had returned when the second was called. Operations that share an instant are concurrent:
 * nobody can say which came first.
 */
export function isBefore(first: Operation<unknown, unknown>, second: Operation<unknown, unknown>): boolean {
  return first.returned < second.called;
}

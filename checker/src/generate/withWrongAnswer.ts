import type { GeneratedKind, KeyProfile } from "./GeneratedKind";
import type { Operation } from "../history/History";
import type { SeededNumbers } from "./SeededNumbers";

/** The operations of one key, with one answer made wrong as the profile says; as they are where that is not possible. */
export function withWrongAnswer<State, Input, Output>(
  kind: GeneratedKind<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  { wrong }: KeyProfile,
  numbers: SeededNumbers,
): readonly Operation<Input, Output>[] {
  if (wrong === undefined) return operations;
  const { model } = kind;
  const reads = operations.filter(
    ({ input, output }) => output !== undefined && model.isRead?.(input, output) === true,
  );
  // From the middle on: before it a checker has seen much that is right.
  const late = reads.slice(reads.length >> 1);
  if (late.length === 0) return operations;
  const read = numbers.oneOf(late);
  const request = model.describeOperation(read.input, undefined);
  const alike = reads.filter(({ input }) => model.describeOperation(input, undefined) === request);
  const output = wrong === "stale" ? staleAnswer(kind, operations, read) : numbers.oneOf(alike).output;
  return operations.map((operation) =>
    operation === read && output !== undefined ? { ...operation, output } : operation,
  );
}

/** What the read would have been answered before some write that had returned when it was called, if that is certain. */
function staleAnswer<State, Input, Output>(
  { model, answerAfter }: GeneratedKind<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  read: Operation<Input, Output>,
): Output | undefined {
  const text = (input: Input): string => model.describeOperation(input, undefined);
  const writes = operations.filter(({ input }) => answerAfter?.(input) !== undefined);
  const times = new Map<string, number>();
  for (const { input } of writes) times.set(text(input), (times.get(text(input)) ?? 0) + 1);
  const overwriting = writes.filter(({ returned }) => returned < read.called);
  const overwritten = overwriting.findLast(
    (write) =>
      times.get(text(write.input)) === 1 && overwriting.some((other) => write.returned < other.called),
  );
  return overwritten === undefined ? undefined : answerAfter?.(overwritten.input);
}

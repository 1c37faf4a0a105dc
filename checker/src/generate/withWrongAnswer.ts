import type { GeneratedKind, KeyProfile } from "./GeneratedKind";
import type { Operation } from "../history/History";
import type { SeededNumbers } from "./SeededNumbers";

/** The operations of one key, with one answer made wrong as the profile says; as they are where none can be. */
export function withWrongAnswer<State, Input, Output>(
  kind: GeneratedKind<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  { wrong }: KeyProfile,
  numbers: SeededNumbers,
): readonly Operation<Input, Output>[] {
  if (wrong === undefined) return operations;
  const wrongAnswerTo = wrong === "stale" ? staleAnswers(kind, operations) : otherAnswers(kind, operations);
  // From the middle on: before it a checker has seen much that is right.
  const late = operations.slice(operations.length >> 1);
  const first = numbers.below(Math.max(1, late.length));
  for (const one of [...late.slice(first), ...late.slice(0, first)]) {
    const output = wrongAnswerTo(one);
    if (output === undefined) continue;
    return operations.map((operation) => (operation === one ? { ...operation, output } : operation));
  }
  return operations;
}

/** What a read would have been answered before some write that had returned when it was called, if that is certain. */
function staleAnswers<State, Input, Output>(
  kind: GeneratedKind<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
): (read: Operation<Input, Output>) => Output | undefined {
  const writes = operations.flatMap(({ input, output, called, returned }) => {
    const answer = kind.answerAfter?.(input, output);
    return answer === undefined ? [] : [{ answer, text: JSON.stringify(answer), called, returned }];
  });
  const times = new Map<string, number>();
  for (const { text } of writes) times.set(text, (times.get(text) ?? 0) + 1);
  return ({ input, output, called }) => {
    if (output === undefined || !kind.isLook(input)) return undefined;
    const before = writes.filter(({ returned }) => returned < called);
    // What two wrote may have been written after the other write as well.
    return before.findLast(
      (write) => times.get(write.text) === 1 && before.some((other) => write.returned < other.called),
    )?.answer;
  };
}

/** What the same request was answered at another time. */
function otherAnswers<State, Input, Output>(
  { model }: GeneratedKind<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
): (one: Operation<Input, Output>) => Output | undefined {
  return ({ input, output }) => {
    if (output === undefined) return undefined;
    const request = model.describeOperation(input, undefined);
    const known = JSON.stringify(output);
    return operations.find(
      (other) =>
        other.output !== undefined &&
        JSON.stringify(other.output) !== known &&
        model.describeOperation(other.input, undefined) === request,
    )?.output;
  };
}

import type { IllegalDiagnosis } from "./diagnoseIllegal";
import type { Operation } from "../history/History";
import type { Model } from "../models/Model";

/** How many sentences at most. */
const MOST = 6;
/** How many places in the past are told: the latest ones. */
const MOST_LATE = 3;

/**
 * Says for each place of the order around the culprit why it cannot be there: a sentence each. Places for one and the
 * same reason are told once.
 *
 * @param name the words for an operation, as in `b's get("k") → "1"`
 * @param ms the words for a time
 */
export function reasonsForIllegal<State, Input, Output>(
  model: Model<State, Input, Output>,
  { culprit, around }: IllegalDiagnosis<Input, Output>,
  name: (operation: Operation<Input, Output>) => string,
  ms: (time: number) => string,
): string[] {
  const { called, returned, input, output } = culprit;
  const [late, fitting, states] = [[], [], []] as [string[], string[], string[]];
  let state = model.init;
  for (let place = 0; place <= around.length; place++) {
    const [before, after] = [around.slice(0, place), around.slice(place)];
    const last = before.at(-1);
    const where = last === undefined ? "before all others" : `after ${name(last)}`;
    const newest = latestOperation(before);
    const oldest = operationCompletedBefore(model, after, called);
    const next = model.step(state, input, output);
    const inTime = (newest?.called ?? -Infinity) <= returned && oldest === undefined;
    if (next === undefined) {
      const words = model.describeState?.(state) ?? `the state is ${model.key(state)}`;
      if (inTime) states.push(`By its time it could come ${where}, but there ${words}.`);
    } else if (oldest !== undefined) {
      late.push(
        `It would fit ${where}, but ${name(oldest)} had completed at ${ms(oldest.returned)}, before it began at ${ms(called)}.`,
      );
    } else if (newest !== undefined && newest.called > returned) {
      late.push(
        `It would fit ${where}, but ${name(newest)} began at ${ms(newest.called)}, when it had already completed at ${ms(returned)}.`,
      );
    } else {
      const broken = firstImpossibleOperation(model, next, after);
      if (broken !== undefined) {
        fitting.push(`It would fit ${where}, but then ${name(broken)} would be impossible.`);
      }
    }
    const [following] = after;
    if (following === undefined) break;
    const then = model.step(state, following.input, following.output);
    if (then === undefined) break;
    state = then;
  }
  const reasons = [...new Set([...late.slice(-MOST_LATE), ...fitting, ...states])];
  const nowhere = late.length + fitting.length === 0;
  const first = `${name(culprit)}, from ${ms(called)} to ${ms(returned)}, has no place in any order of the calls.`;
  const never = `No operation leaves a state that allows this answer${around.length === 0 ? "" : ", in the order that explains the others"}.`;
  return [first, ...(nowhere ? [never] : []), ...reasons].slice(0, MOST);
}

function firstImpossibleOperation<State, Input, Output>(
  model: Model<State, Input, Output>,
  start: State,
  operations: readonly Operation<Input, Output>[],
): Operation<Input, Output> | undefined {
  let state = start;
  for (const operation of operations) {
    const next = model.step(state, operation.input, operation.output);
    if (next === undefined) return operation;
    state = next;
  }
  return undefined;
}

function latestOperation<Input, Output>(
  operations: readonly Operation<Input, Output>[],
): Operation<Input, Output> | undefined {
  return operations.reduce<Operation<Input, Output> | undefined>(
    (last, operation) => (last === undefined || operation.called > last.called ? operation : last),
    undefined,
  );
}

/** The first that had returned at this time, and if there is one, the first of these that is no read. */
function operationCompletedBefore<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  time: number,
): Operation<Input, Output> | undefined {
  const completed = operations.filter(({ returned }) => returned < time);
  return completed.find(({ input, output }) => model.isRead?.(input, output) !== true) ?? completed[0];
}

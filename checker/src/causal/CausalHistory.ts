import type { Unknown } from "../history/Budget";
import type { History, Operation } from "../history/History";
import type { Model } from "../models/Model";
import { partPlaces } from "../history/partPlaces";

/** A read or a write of one variable (a part of the model), whose written values differ. */
export interface CausalOperation<Input, Output> {
  readonly operation: Operation<Input, Output>;
  readonly variable: number;
  readonly kind: "read" | "write";
  readonly value: string;
  /** Of a read: the number of the write of its value; undefined when it read the initial value. */
  readonly from: number | undefined;
}

export type CausalHistory<Input, Output> =
  | { readonly kind: "known"; readonly operations: readonly CausalOperation<Input, Output>[] }
  /** A read of a value that nobody wrote. */
  | { readonly kind: "thin air"; readonly read: Operation<Input, Output> }
  | Unknown;

/**
 * The reads and writes of a history, and which read saw which write. Left out: reads without an answer, which say
 * nothing, and writes that never returned and that nobody read. "unknown" when a value was written twice, or is the
 * initial one, or when there are other operations than reads and writes: then it is not known who read from whom.
 */
export function causalHistory<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: History<Input, Output>,
): CausalHistory<Input, Output> {
  const { order } = model;
  if (order === undefined) return unknownCausalReads("the model does not say what operations read and write");
  const places = partPlaces(history, model.partition?.(history) ?? [history]);
  const found: Omit<CausalOperation<Input, Output>, "from">[] = [];
  for (const [i, operation] of history.entries()) {
    const { client, input, output, returned } = operation;
    const footprint = order.footprint(input, output);
    const variable = places[i]?.part ?? 0;
    if (footprint?.kind === "write") found.push({ operation, variable, kind: "write", value: footprint.to });
    else if (footprint?.kind === "read" && returned !== Infinity) {
      found.push({ operation, variable, kind: "read", value: footprint.at });
    } else if (
      footprint?.kind !== "read" &&
      (footprint?.kind !== "look" || (returned !== Infinity && output !== undefined))
    ) {
      return unknownCausalReads(
        `${client}'s ${model.describeOperation(input, output)} is neither a read nor a write`,
      );
    }
  }
  const read = new Set(found.filter(({ kind }) => kind === "read").map(nameOfCausalWrite));
  const kept = found.filter(
    (one) => one.kind === "read" || one.operation.returned !== Infinity || read.has(nameOfCausalWrite(one)),
  );
  const writers = new Map<string, number>();
  for (const [i, one] of kept.entries()) {
    if (one.kind === "read") continue;
    const { client, input, output } = one.operation;
    const what = `${client}'s ${model.describeOperation(input, output)}`;
    if (one.value === order.initial) return unknownCausalReads(`${what} writes the initial value`);
    if (writers.has(nameOfCausalWrite(one)))
      return unknownCausalReads(`${what} writes a value that another call wrote as well`);
    writers.set(nameOfCausalWrite(one), i);
  }
  const operations = kept.map((one) => ({
    ...one,
    from: one.kind === "read" ? writers.get(nameOfCausalWrite(one)) : undefined,
  }));
  const thin = operations.find(
    ({ kind, from, value }) => kind === "read" && from === undefined && value !== order.initial,
  );
  return thin === undefined ? { kind: "known", operations } : { kind: "thin air", read: thin.operation };
}

function nameOfCausalWrite({
  variable,
  value,
}: {
  readonly variable: number;
  readonly value: string;
}): string {
  return `${String(variable)} ${value}`;
}

function unknownCausalReads(why: string): Unknown {
  return { kind: "unknown", cause: "history", reason: `who read from whom is not known: ${why}` };
}

import type { History, Model, Operation } from "checker";

/** An event in the list that calls are taken out of; a call knows its return. */
interface ListedEvent {
  readonly operation: number;
  readonly match: ListedEvent | undefined;
  before: ListedEvent | undefined;
  after: ListedEvent | undefined;
}

/** How many steps a part may take before it is the next one's turn: porcupine gives each a goroutine. */
const STEPS_OF_TURN = 1000;

/**
 * What ours is measured beside: porcupine's algorithm (Wing and Gong's search with Lowe's memory of what was
 * linearized and the state, all parts at once, ended by the first that is illegal), written after its description.
 * It is in TypeScript and takes turns on one core, so its times are not those of porcupine in Go.
 */
export function decideAsPorcupine<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: History<Input, Output>,
): "linearizable" | "illegal" {
  let open = (model.partition?.(history) ?? [history]).map((part) => searchAsPorcupine(model, part));
  while (open.length > 0) {
    const left: typeof open = [];
    for (const search of open) {
      const { done, value } = search.next();
      if (done !== true) left.push(search);
      else if (!value) return "illegal";
    }
    open = left;
  }
  return "linearizable";
}

/** Searches one part; each `yield` ends a turn. Returns whether there is an order. */
function* searchAsPorcupine<State, Input, Output>(
  model: Model<State, Input, Output>,
  part: History<Input, Output>,
): Generator<undefined, boolean> {
  const head = listedEvents(part);
  const linearized = new Uint32Array(Math.ceil(part.length / 32));
  const met = new Set<string>();
  const calls: { readonly call: ListedEvent; readonly state: State }[] = [];
  let state = model.init;
  let steps = 0;
  const flip = (operation: number): void => {
    linearized[operation >> 5] = (linearized[operation >> 5] as number) ^ (1 << (operation & 31));
  };
  let event = head.after;
  while (head.after !== undefined) {
    if (event?.match === undefined) {
      // A return: whoever is linearized must be so before it, and nobody fits.
      const last = calls.pop();
      if (last === undefined) return false;
      state = last.state;
      flip(last.call.operation);
      putBack(last.call);
      event = last.call.after;
      continue;
    }
    const { input, output } = part[event.operation] as Operation<Input, Output>;
    const next = model.step(state, input, output);
    if (++steps % STEPS_OF_TURN === 0) yield;
    if (next !== undefined) {
      flip(event.operation);
      const configuration = `${linearized.join()} ${model.key(next)}`;
      if (!met.has(configuration)) {
        met.add(configuration);
        calls.push({ call: event, state });
        state = next;
        takeOut(event);
        event = head.after;
        continue;
      }
      flip(event.operation);
    }
    event = event.after;
  }
  return true;
}

/** All calls and returns by time, after a head; what never returned returns at the end. */
function listedEvents(part: History<unknown, unknown>): ListedEvent {
  const moments = part.flatMap(({ called, returned }, operation) => [
    { operation, time: called, isReturn: false },
    { operation, time: returned, isReturn: true },
  ]);
  moments.sort((a, b) =>
    a.time === b.time ? Number(a.isReturn) - Number(b.isReturn) : a.time < b.time ? -1 : 1,
  );
  const returns = new Map<number, ListedEvent>();
  let after: ListedEvent | undefined;
  for (const { operation, isReturn } of moments.toReversed()) {
    const match = isReturn ? undefined : returns.get(operation);
    const event: ListedEvent = { operation, match, before: undefined, after };
    if (isReturn) returns.set(operation, event);
    if (after !== undefined) after.before = event;
    after = event;
  }
  const head: ListedEvent = { operation: -1, match: undefined, before: undefined, after };
  if (after !== undefined) after.before = head;
  return head;
}

/** Takes a call and its return out of the list. */
function takeOut(call: ListedEvent): void {
  for (const event of [call, call.match]) {
    if (event?.before !== undefined) event.before.after = event.after;
    if (event?.after !== undefined) event.after.before = event.before;
  }
}

/** Undoes `takeOut`, in the opposite order. */
function putBack(call: ListedEvent): void {
  for (const event of [call.match, call]) {
    if (event?.before !== undefined) event.before.after = event;
    if (event?.after !== undefined) event.after.before = event;
  }
}

import type { KVInput, Operation } from "checker";
import type { StoreClientRecord } from "../processes/StoreClientProcesses";

/** A call in the checker's words. */
export type StoreOperation = Operation<KVInput, string>;

/**
 * The history that the checkers look at: every call of every client, times in ms.
 *
 * A set without an answer may have happened, or may still happen. So may those that a client did not live to tell of:
 * each of these counts as one of a client of its own, since nobody knows when it was called. Sets of this kind whose
 * value nobody has read are left out: that they did not happen explains as much.
 */
export function historyOfStore(clients: readonly StoreClientRecord[]): StoreOperation[] {
  const answered = clients.flatMap((client) =>
    client.done.flatMap((done) => answeredStoreCall(client, done)),
  );
  const read = new Set(
    answered.flatMap(({ input, output }) =>
      input.op === "get" ? [nameOfStoreWrite(input.key, output ?? "")] : [],
    ),
  );
  const open = clients
    .flatMap(openSetsOfClient)
    .filter(({ input }) => input.op === "put" && read.has(nameOfStoreWrite(input.key, input.value)));
  return [...answered, ...open].sort((a, b) => a.called - b.called);
}

function answeredStoreCall(
  { name, requests }: StoreClientRecord,
  { at, called, outcome }: StoreClientRecord["done"][number],
): StoreOperation[] {
  const request = requests[at];
  if (outcome.kind !== "answered" || request === undefined || request.kind === "sleep") return [];
  const { output, returned } = outcome;
  return [{ client: name, input: inputOfStoreRequest(request), output, called, returned }];
}

/** Sets that may have happened without an answer that was told of. */
function openSetsOfClient({ name, requests, done, ending }: StoreClientRecord): StoreOperation[] {
  const last = done.at(-1);
  const failedAt = last?.outcome.kind === "failed" ? last.at : undefined;
  // The client stopped at a request that failed. One whose process ended may have done more than it has told of.
  const untold = failedAt !== undefined || ending.kind === "finished" ? [] : requests.slice(done.length);
  const since = last?.outcome.returned ?? 0;
  return [
    ...(failedAt === undefined
      ? []
      : [{ request: requests[failedAt], client: name, called: last?.called ?? 0 }]),
    ...untold.map((request, i) => ({
      request,
      client: `${name} (request ${String(done.length + i + 1)}, not told of)`,
      called: since,
    })),
  ].flatMap(({ request, client, called }) =>
    request?.kind === "set"
      ? [{ client, input: inputOfStoreRequest(request), output: undefined, called, returned: Infinity }]
      : [],
  );
}

function inputOfStoreRequest(
  request: { kind: "get"; key: string } | { kind: "set"; key: string; value: string },
): KVInput {
  return request.kind === "get"
    ? { op: "get", key: request.key }
    : { op: "put", key: request.key, value: request.value };
}

function nameOfStoreWrite(key: string, value: string): string {
  return JSON.stringify([key, value]);
}

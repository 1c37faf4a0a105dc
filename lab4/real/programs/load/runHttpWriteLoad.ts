import type { HttpKvNode } from "../system/HttpKvNode";

export interface HttpWriteLoad {
  /** How many writes in all. */
  readonly writes: number;
  /** How many different keys. */
  readonly keys: number;
  /** How many writes are under way at a time. */
  readonly concurrency: number;
  /** Called after each write. */
  readonly onWrite?: () => void;
}

/** What came of the writes. */
export interface HttpWriteLoadResult {
  /** How long each successful write took, ms, in the order of their ends. */
  readonly latenciesMs: readonly number[];
  /** Failures by what was answered, such as "500 Not enough replicas confirmed". */
  readonly failures: ReadonlyMap<string, number>;
  /** From the first request to the last answer, ms. */
  readonly elapsedMs: number;
}

/** Writes random values to random keys at the leader; each client waits for an answer before it writes again. */
export async function runHttpWriteLoad(
  leader: HttpKvNode,
  { writes, keys, concurrency, onWrite }: HttpWriteLoad,
): Promise<HttpWriteLoadResult> {
  const latenciesMs: number[] = [];
  const failures = new Map<string, number>();
  let left = writes;
  const client = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const key = `key-${String(Math.floor(Math.random() * keys))}`;
      const started = performance.now();
      const problem = await writeToHttpLeader(leader, key, Math.random().toString(36).slice(2));
      if (problem === undefined) latenciesMs.push(performance.now() - started);
      else failures.set(problem, (failures.get(problem) ?? 0) + 1);
      onWrite?.();
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: concurrency }, client));
  return { latenciesMs, failures, elapsedMs: performance.now() - started };
}

/** What went wrong, or undefined. */
async function writeToHttpLeader(
  leader: HttpKvNode,
  key: string,
  value: string,
): Promise<string | undefined> {
  try {
    const { status, body } = await leader.set(key, value);
    if (status === 200) return undefined;
    const { error } = body as { error?: unknown };
    return `${String(status)} ${String(error)}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

import type { StoreConfiguration } from "./configuration";
import { RunningStore, type StoreRun, type StoreRunOptions } from "./RunningStore";

/**
 * Starts a configuration's servers and clients as processes, lets the clients do their requests, waits until no
 * message is under way any more, asks the servers what they hold, and ends all processes. Throws ToolError when it
 * cannot be started.
 */
export async function runStore(
  configuration: StoreConfiguration,
  options: StoreRunOptions,
): Promise<StoreRun> {
  await using store = await RunningStore.start(configuration, options);
  await store.work();
  return await store.seen();
}

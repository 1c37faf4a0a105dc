import { commonStageHandlers } from "harness";
import type { Message, ScriptedDelivery, Simulation } from "labrpc/simulation";
import type { StagedServer } from "./StagedServer";
import type { StagedServers } from "./StagedServers";

/** A request that takes longer may be executed when nobody thinks so any more, virtual ms. */
const LATEST_MS = 4_000;

/** What every stage does; but disks are no part of the network, and a server that is cut off keeps its own. */
export function commonHandlersOf(
  sim: Simulation,
  { expectHost, made }: { expectHost: (name: string) => void; made: () => StagedServers | undefined },
): ReturnType<typeof commonStageHandlers> {
  const { network } = sim;
  const script = network.script.bind(network);
  const random = sim.random("disks");
  let isChanged = false;
  const toDisk = ({ kind, from }: Message): ScriptedDelivery | undefined => {
    const id = Number(/\d+$/.exec(from)?.[0]);
    const slowMs = made()?.servers.get(id)?.slowMs ?? 0;
    if (slowMs === 0 && !isChanged) return undefined;
    // Half of it on the way back: a scenario that sees that the disk was used has time to do something meanwhile.
    const delayMs = random.between(0.1, 1) + slowMs / 2;
    return kind === "request" ? { copies: 1, delayMs } : { delayMs };
  };
  // Rules of the scenario are a script as well, and there is one at a time.
  network.script = (decide) => {
    script((message) => {
      if (message.method !== "handle") return toDisk(message);
      made()?.seen.sees(message);
      return decide?.(message);
    });
  };
  network.script(undefined);
  const common = commonStageHandlers(sim, expectHost);
  const stagedServer = (host: unknown): StagedServer | undefined =>
    [...(made()?.servers.values() ?? [])].find(({ name }) => name === host);
  const blinding =
    (run: (args: unknown) => unknown, does: (args: object) => string | undefined) =>
    (args: unknown): unknown => {
      const since = typeof args === "object" && args !== null ? does(args) : undefined;
      if (since !== undefined) made()?.seen.isBlindSince(since);
      return run(args);
    };
  const isLate = ({ ms: lateMs = 0 }: { ms?: number }): string | undefined =>
    lateMs > LATEST_MS ? `messages take more than ${String(LATEST_MS)} ms` : undefined;
  return {
    ...common,
    network: blinding(
      (args) => {
        isChanged = true;
        return common.network(args);
      },
      ({ duplicate = 0, delayMs = [] }: { duplicate?: number; delayMs?: number[] }) =>
        duplicate > 0 ? "requests may arrive twice" : isLate({ ms: Math.max(0, ...delayMs) }),
    ),
    copy: blinding(common.copy, () => "a request arrives twice"),
    delay: blinding(common.delay, isLate),
    slow: blinding(common.slow, isLate),
    disconnect: (args) => {
      const one = stagedServer(args);
      return one === undefined ? common.disconnect(args) : one.unplug();
    },
    reconnect: (args) => {
      const one = stagedServer(args);
      return one === undefined ? common.reconnect(args) : one.plug();
    },
  };
}

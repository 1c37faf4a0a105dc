import { TcpEnd } from "lab5-real/TcpEnd";
import { Client } from "../../../solutions/lab5/client";
import type { ServerInfo } from "../../../solutions/lab5/types";

/** What the program is told, as JSON in its only argument. */
export interface BenchLab5ClientOptions {
  readonly ports: readonly number[];
  /** How many run in this process. Each has connections of its own, and one request out at a time. */
  readonly clients: number;
  /** Clients begin at different keys: the number of the first. */
  readonly first: number;
}

/** What its parent tells it, one after the other. */
export type BenchLab5ClientOrder = "count" | "stop";

const KEYS = 1_000;
const VALUE = "x".repeat(16);

/**
 * Clients of lab 5, as students write them, over the kit's TCP: each sets a key and gets it, again and again. The
 * process says "ready" when all are connected, and after "stop" how many requests were answered since "count".
 */
async function runBenchLab5Client({ ports, clients, first }: BenchLab5ClientOptions): Promise<void> {
  let [answered, stopped] = [0, false];
  process.on("message", (order: BenchLab5ClientOrder) => {
    if (order === "count") answered = 0;
    else stopped = true;
  });
  const all = Array.from({ length: clients }, () => new Client(benchConnectionsToLab5(ports)));
  await Promise.all(all.map((client) => client.stats()));
  process.send?.("ready");
  const ask = async (client: Client, number: number): Promise<void> => {
    for (let i = number * 74; !stopped; i++) {
      const key = `key:${String(Math.floor(i / 2) % KEYS)}`;
      const { status, message } = await (i % 2 === 0 ? client.set(key, VALUE) : client.get(key));
      if (status === "error") throw new Error(message);
      answered++;
    }
  };
  await Promise.all(all.map((client, index) => ask(client, first + index)));
  process.send?.(answered, () => process.exit());
}

function benchConnectionsToLab5(ports: readonly number[]): ServerInfo[] {
  return ports.map((port, index) => {
    const place = { host: "127.0.0.1", port };
    return { id: index + 1, ...place, end: new TcpEnd(place) };
  });
}

void runBenchLab5Client(JSON.parse(process.argv[2] ?? "{}") as BenchLab5ClientOptions);

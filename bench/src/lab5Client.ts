import { TcpEnd } from "../../lab5/real/TcpEnd";
import { Client } from "../../solutions/lab5/client";

/** What the program is told, as JSON in its only argument. */
export interface Lab5ClientOptions {
  readonly ports: readonly number[];
  /** Clients begin at different keys. */
  readonly number: number;
}

/** What its parent tells it, one after the other. */
export type Lab5ClientOrder = "count" | "stop";

const KEYS = 1_000;
const VALUE = "x".repeat(16);

/**
 * One client of lab 5, as students write it, over the kit's TCP: it sets a key and gets it, one request at a time. It says
 * "ready" when it is connected, and after "stop" how many requests were answered since "count".
 */
async function run({ ports, number }: Lab5ClientOptions): Promise<void> {
  const servers = ports.map((port, index) => {
    const place = { host: "127.0.0.1", port };
    return { id: index + 1, ...place, end: new TcpEnd(place) };
  });
  const client = new Client(servers);
  let [answered, stopped] = [0, false];
  process.on("message", (order: Lab5ClientOrder) => {
    if (order === "count") answered = 0;
    else stopped = true;
  });
  await client.stats();
  process.send?.("ready");
  for (let i = number * 74; !stopped; i++) {
    const key = `key:${String(Math.floor(i / 2) % KEYS)}`;
    const { status, message } = await (i % 2 === 0 ? client.set(key, VALUE) : client.get(key));
    if (status === "error") throw new Error(message);
    answered++;
  }
  process.send?.(answered, () => process.exit());
}

void run(JSON.parse(process.argv[2] ?? "{}") as Lab5ClientOptions);

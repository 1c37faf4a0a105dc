import type { BusMessage, GetArgs, GetReply, KVService, ServerConfig, SetArgs } from "./types";

interface Entry {
  message: BusMessage;
  resolve: (value: string) => void;
}

/** One server per process: so its state is the module's. */
let clock = 0;
let config: ServerConfig;
const store: Map<string, { value: string; at: number; by: number }> = new Map();
const queue: Entry[] = [];
const heard: number[] = [];
let ackDue = false;
/** Causal: by sender, what it has sent and we have not taken. */
const inbox: BusMessage[][] = [];
const have: Record<number, number> = {};

function publish(fields: Partial<BusMessage> & Pick<BusMessage, "type" | "key" | "value" | "ack">): BusMessage {
  clock++;
  const message = { timestamp: clock, id: config.me, ...fields };
  config.bus.publish(message);
  return message;
}

function before(a: BusMessage, b: BusMessage): boolean {
  return a.timestamp < b.timestamp || (a.timestamp === b.timestamp && a.id < b.id);
}

function insert(entry: Entry): void {
  let at = queue.length;
  while (at > 0 && before(entry.message, queue[at - 1]!.message)) at--;
  queue.splice(at, 0, entry);
}

function ready({ message }: Entry): boolean {
  return heard.every((timestamp, id) => id === config.me || timestamp >= message.timestamp);
}

function run(): void {
  while (queue.length > 0 && ready(queue[0]!)) {
    const { message, resolve } = queue.shift()!;
    const { key, value, type, timestamp, id } = message;
    if (type === "set") store.set(key, { value, at: timestamp, by: id });
    resolve(look(key));
  }
}

function look(key: string): string {
  return store.get(key)?.value ?? "";
}

/** All operations that have come at this moment are acknowledged by one message. */
function ackSoon({ type, key, value, timestamp, id }: BusMessage): void {
  if (ackDue) return;
  ackDue = true;
  setTimeout(() => {
    ackDue = false;
    publish({ type, key, value, ack: 1, of: { timestamp, id } });
  }, 0);
}

function inOrder(type: "get" | "set", key: string, value: string): Promise<string> {
  return new Promise((resolve) => {
    const message = publish({ type, key, value, ack: 0 });
    insert({ message, resolve });
    run();
  });
}

function lastWins({ key, value, timestamp, id }: BusMessage): void {
  const held = store.get(key);
  if (held === undefined || held.at < timestamp || (held.at === timestamp && held.by < id))
    store.set(key, { value, at: timestamp, by: id });
}

function takeCausal(): void {
  let again = true;
  while (again) {
    again = false;
    for (const [id, messages] of inbox.entries()) {
      const first = messages?.[0];
      if (first === undefined) continue;
      if (!Object.entries(first.deps ?? {}).every(([of, count]) => (have[Number(of)] ?? 0) >= count)) continue;
      messages!.shift();
      have[id] = (have[id] ?? 0) + 1;
      store.set(first.key, { value: first.value, at: first.timestamp, by: first.id });
      again = true;
    }
  }
}

function received(message: BusMessage): void {
  clock = Math.max(clock, message.timestamp);
  heard[message.id] = message.timestamp;
  switch (config.level) {
    case "eventual":
      lastWins(message);
      return;
    case "causal":
      (inbox[message.id] ??= []).push(message);
      takeCausal();
      return;
    default:
      if (message.ack === 0) {
        insert({ message, resolve: () => undefined });
        ackSoon(message);
      }
      run();
  }
}

export class KVServer implements KVService {
  constructor(given: ServerConfig) {
    config = given;
    for (let id = 0; id < given.servers; id++) heard.push(0);
    given.bus.subscribe(received);
  }

  async get({ key }: GetArgs): Promise<GetReply> {
    return { value: config.level === "linearizable" ? await inOrder("get", key, "") : look(key) };
  }

  async set({ key, value }: SetArgs): Promise<void> {
    if (config.level === "eventual") lastWins(publish({ type: "set", key, value, ack: 0 }));
    else if (config.level === "causal") {
      const message = publish({ type: "set", key, value, ack: 0, deps: { ...have } });
      store.set(key, { value, at: message.timestamp, by: message.id });
      have[config.me] = (have[config.me] ?? 0) + 1;
    } else await inOrder("set", key, value);
  }
}

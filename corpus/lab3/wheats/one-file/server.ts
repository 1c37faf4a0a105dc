import type { BusMessage, GetArgs, GetReply, KVService, ServerConfig, SetArgs } from "./types";

export class KVServer implements KVService {
  readonly #values = new Map<string, string>();
  readonly #stamps = new Map<string, [number, number, string]>();
  readonly #operations: BusMessage[] = [];
  readonly #acknowledged = new Map<string, number>();
  readonly #clients = new Map<string, (value: string) => void>();
  /** Causal: writes that are in, and the last of each server. */
  readonly #in = new Set<string>();
  readonly #last = new Map<number, string>();
  #clock = 0;

  constructor(readonly config: ServerConfig) {
    config.bus.subscribe((message) => {
      this.#clock = Math.max(this.#clock, message.timestamp) + 1;
      if (config.level === "eventual") this.#keepLater(message);
      else if (config.level === "causal") this.#operations.push(message);
      else if (message.ack === 1) this.#count(message.name ?? "");
      else {
        this.#operations.push(message);
        this.#acknowledge(message);
      }
      this.#advance();
    });
  }

  get({ key }: GetArgs): GetReply | Promise<GetReply> {
    if (this.config.level !== "linearizable") return { value: this.#values.get(key) ?? "" };
    return this.#order("get", key, "").then((value) => ({ value }));
  }

  set({ key, value }: SetArgs): unknown {
    const { level, bus, me } = this.config;
    if (level === "sequential" || level === "linearizable") return this.#order("set", key, value);
    this.#clock += 1;
    const message: BusMessage = { timestamp: this.#clock, id: me, type: "set", key, value, ack: 0 };
    if (level === "eventual") this.#keepLater(message);
    else {
      message.name = `${String(me)}:${String(this.#clock)}`;
      message.after = [...this.#last.values()];
      this.#apply(message);
    }
    bus.publish(message);
    return undefined;
  }

  #order(type: "get" | "set", key: string, value: string): Promise<string> {
    const { me, bus } = this.config;
    this.#clock += 1;
    const name = `${String(this.#clock)} of ${String(me)}`;
    const message: BusMessage = { timestamp: this.#clock, id: me, type, key, value, ack: 0, name };
    const done = new Promise<string>((resolve) => this.#clients.set(name, resolve));
    this.#operations.push(message);
    bus.publish(message);
    this.#acknowledge(message);
    this.#advance();
    return done;
  }

  #acknowledge(message: BusMessage): void {
    this.#clock += 1;
    this.#count(message.name ?? "");
    this.config.bus.publish({ ...message, timestamp: this.#clock, id: this.config.me, ack: 1 });
  }

  #count(name: string): void {
    this.#acknowledged.set(name, (this.#acknowledged.get(name) ?? 0) + 1);
  }

  #keepLater({ timestamp, id, key, value }: BusMessage): void {
    const [t, i, v] = this.#stamps.get(key) ?? [-1, -1, ""];
    const later = timestamp !== t ? timestamp > t : id !== i ? id > i : value > v;
    if (!later) return;
    this.#stamps.set(key, [timestamp, id, value]);
    this.#values.set(key, value);
  }

  #apply({ key, value, id, name = "" }: BusMessage): void {
    this.#values.set(key, value);
    this.#in.add(name);
    this.#last.set(id, name);
  }

  #advance(): void {
    if (this.config.level === "causal") {
      for (let at = 0; at !== -1; ) {
        at = this.#operations.findIndex(({ after = [] }) => after.every((name) => this.#in.has(name)));
        if (at === -1) return;
        for (const message of this.#operations.splice(at, 1)) this.#apply(message);
      }
    }
    this.#operations.sort((a, b) => a.timestamp - b.timestamp || a.id - b.id);
    while (this.#operations.length > 0) {
      const [first] = this.#operations;
      const name = first?.name ?? "";
      if (first === undefined || this.#acknowledged.get(name) !== this.config.servers) return;
      this.#operations.shift();
      this.#acknowledged.delete(name);
      if (first.type === "set") this.#values.set(first.key, first.value);
      this.#clients.get(name)?.(this.#values.get(first.key) ?? "");
      this.#clients.delete(name);
    }
  }
}

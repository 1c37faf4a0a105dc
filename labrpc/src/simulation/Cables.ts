/** Which hosts can reach which: pulled cables, blocked directions and partitions. */
export class Cables {
  readonly #pulled = new Set<string>();
  readonly #blocked = new Set<string>();
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
  }

  /** Whether messages from one host to the other are lost in silence. */
  blocked(from: string, to: string): boolean {
    if (this.#blocked.size === 0 && this.#groups.size === 0) return false;
    if (this.#blocked.has(`${from}\n${to}`)) return true;
    const [a, b] = [this.#groups.get(from), this.#groups.get(to)];
    return a !== undefined && b !== undefined && a !== b;
  }
}

/** What became of waiting for a message. */
export type StoreProcessMail<Message> =
  | { readonly kind: "message"; readonly message: Message }
  /** The node ended first. */
  | { readonly kind: "ended" }
  /** It did not come in time. */
  | { readonly kind: "silent" };

/** Messages of nodes, for who waits for one of a kind. Those that nobody waits for yet are kept. */
export class StoreProcessMailbox<Message extends { readonly kind: string }> {
  readonly #kept = new Map<string, Message[]>();
  /** For each node, called when something may have changed. One waits for a node at a time. */
  readonly #waiting = new Map<string, () => void>();
  readonly #ended = new Set<string>();

  /** Waits for the next message of this kind from this node. Real ms. */
  async next<Kind extends Message["kind"]>(
    node: string,
    kind: Kind,
    withinMs: number,
  ): Promise<StoreProcessMail<Extract<Message, { readonly kind: Kind }>>> {
    const deadline = performance.now() + withinMs;
    for (;;) {
      const kept = this.#kept.get(node) ?? [];
      const at = kept.findIndex((message) => message.kind === kind);
      const [message] = at === -1 ? [] : kept.splice(at, 1);
      if (message !== undefined)
        return { kind: "message", message: message as Extract<Message, { readonly kind: Kind }> };
      if (this.#ended.has(node)) return { kind: "ended" };
      const leftMs = deadline - performance.now();
      if (leftMs <= 0) return { kind: "silent" };
      await this.#change(node, leftMs);
    }
  }

  put(node: string, message: Message): void {
    const kept = this.#kept.get(node);
    if (kept === undefined) this.#kept.set(node, [message]);
    else kept.push(message);
    this.#waiting.get(node)?.();
  }

  /** The node's process has ended: nothing more comes. */
  end(node: string): void {
    this.#ended.add(node);
    this.#waiting.get(node)?.();
  }

  async #change(node: string, withinMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#waiting.set(node, resolve);
      timer = setTimeout(resolve, withinMs);
    });
    clearTimeout(timer);
    this.#waiting.delete(node);
  }
}

import { RUN_BRIDGE, type RunBridge } from "../../realm/border/Bridge";

/** One call of the bridge. */
interface HostEffect {
  readonly method: keyof RunBridge;
  readonly args: readonly unknown[];
}

type AnyEffect = (...args: readonly unknown[]) => void;

/**
 * What the hosts did in one event. It is kept until all promise jobs of student code are done, and happens then, in
 * order, before any of the test's code goes on: so it makes no difference whether student code runs in this process or
 * in another.
 */
export class HostEffects {
  #kept: HostEffect[] = [];

  get isEmpty(): boolean {
    return this.#kept.length === 0;
  }

  /** A bridge that keeps what is done through it. */
  readonly bridge: RunBridge = this.#bridge();

  /** Has it all happen. */
  apply(to: RunBridge): void {
    const effects = this.#kept;
    this.#kept = [];
    for (const { method, args } of effects) (to[method] as AnyEffect)(...args);
  }

  #bridge(): RunBridge {
    const bridge: Record<string, unknown> = {};
    for (const method of RUN_BRIDGE)
      bridge[method] = (...args: readonly unknown[]) => {
        // The arguments stay in their own list: one spread into another list made the engine compile this anew all the time.
        this.#kept.push({ method, args });
      };
    return bridge as unknown as RunBridge;
  }
}

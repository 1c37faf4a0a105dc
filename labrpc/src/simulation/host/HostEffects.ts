import { RUN_BRIDGE, type RunBridge } from "../../realm/border/Bridge";

/** One call of the bridge: a method's name, and its arguments. */
export type HostEffect = {
  [Name in keyof RunBridge]: readonly [Name, ...Parameters<RunBridge[Name]>];
}[keyof RunBridge];

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
    for (const [name, ...args] of effects) (to[name] as AnyEffect)(...args);
  }

  #bridge(): RunBridge {
    const bridge: Record<string, unknown> = {};
    for (const name of RUN_BRIDGE)
      bridge[name] = (...args: readonly unknown[]) => {
        this.#kept.push([name, ...args] as unknown as HostEffect);
      };
    return bridge as unknown as RunBridge;
  }
}

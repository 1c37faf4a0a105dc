import { RUN_BRIDGE, type RunBridge } from "../../realm/border/Bridge";

/** What happens at once, since student code waits for the answer; all else waits for the end of the event. */
type Immediate = "random";

/** One call of the bridge: a method's name, and its arguments. */
export type HostEffect = {
  [Name in Exclude<keyof RunBridge, Immediate>]: readonly [Name, ...Parameters<RunBridge[Name]>];
}[Exclude<keyof RunBridge, Immediate>];

/** The names of effects. */
export const HOST_EFFECTS = RUN_BRIDGE.filter(
  (name): name is Exclude<keyof RunBridge, Immediate> => name !== "random",
);

type AnyEffect = (...args: readonly unknown[]) => void;

/**
 * What the hosts did in one event. It is kept until all promise jobs of student code are done, and happens then, in
 * order, before any of the test's code goes on: so it makes no difference whether student code runs in this process or
 * in another.
 */
export class HostEffects {
  readonly #kept: HostEffect[] = [];

  get isEmpty(): boolean {
    return this.#kept.length === 0;
  }

  add(effect: HostEffect): void {
    this.#kept.push(effect);
  }

  /** A bridge that keeps what is done through it. @param random answers at once; see RunBridge */
  bridge(random: RunBridge["random"]): RunBridge {
    const kept = this.#kept;
    const bridge: Record<string, unknown> = { random };
    for (const name of HOST_EFFECTS)
      bridge[name] = (...args: readonly unknown[]) => {
        kept.push([name, ...args] as unknown as HostEffect);
      };
    return bridge as unknown as RunBridge;
  }

  /** Has it all happen. */
  apply(to: RunBridge): void {
    for (const [name, ...args] of this.#kept.splice(0)) (to[name] as AnyEffect)(...args);
  }
}

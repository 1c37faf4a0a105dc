import { checkBridgePrimitives, type AnyFunction } from "../../realm/border/guardedBridge";

/** The kit's side of the border of one realm: what is handed across it, and how crossings went. */
export class Border {
  #under = 0;
  #failure = "";

  /**
   * Functions of the given names for the realm. They take texts, numbers, booleans and undefined, throw for all else,
   * and call what `current` has at that time.
   */
  checked<T extends object>(names: readonly (keyof T & string)[], current: () => T): T {
    const checked: Record<string, AnyFunction> = {};
    for (const name of names)
      checked[name] = this.#check(name, current as () => Readonly<Record<string, AnyFunction>>);
    return checked as T;
  }

  /** Why the last crossing failed; "" when that has been told, or could not be noted since the stack was full. */
  readonly failure = (): string => {
    const failure = this.#failure;
    this.#failure = "";
    return failure;
  };

  /** How many crossings began and never came to their end, since the stack was full in their middle. */
  get breaks(): number {
    return this.#under;
  }

  #check(name: string, current: () => Readonly<Record<string, AnyFunction>>): AnyFunction {
    return (...args) => {
      this.#under += 1;
      try {
        checkBridgePrimitives(name, args);
        const result: unknown = (current()[name] as AnyFunction)(...args);
        this.#under -= 1;
        return result;
      } catch (error) {
        this.#failure = (error as Error).message;
        // A full stack may have stopped it anywhere. Whatever else it throws, it throws on purpose.
        if (!isFullStack(error)) this.#under -= 1;
        throw error;
      }
    };
  }
}

function isFullStack(error: unknown): boolean {
  return error instanceof RangeError && error.message.includes("call stack");
}

import { checkPrimitives } from "../realm/guardedBridge";

type AnyFunction = (...args: never[]) => unknown;

/** The kit's side of the border of one realm: what is handed across it, and how crossings went. */
export class Border {
  #under = 0;
  #failure = "";

  /** The same functions for the realm: they take texts, numbers, booleans and undefined, and throw for all else. */
  checked<T extends object>(functions: T): T {
    const checked: Record<string, AnyFunction> = {};
    for (const [name, go] of Object.entries(functions) as [string, AnyFunction][])
      checked[name] = this.#check(name, go);
    return checked as T;
  }

  /** Why the last crossing failed. */
  readonly failure = (): string => this.#failure;

  /** Whether a crossing began and never came to its end, since the stack was full in its middle. */
  get isBroken(): boolean {
    return this.#under > 0;
  }

  #check(name: string, go: AnyFunction): AnyFunction {
    return (...args) => {
      this.#under += 1;
      try {
        checkPrimitives(name, args);
        const result: unknown = go(...args);
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

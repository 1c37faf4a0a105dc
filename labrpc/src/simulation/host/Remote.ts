/** An object on a host, seen from the test: the same methods, each returning a promise. */
export type Remote<T> = {
  readonly [
    Name in keyof T as T[Name] extends (...args: never[]) => unknown ? Name : never
  ]: T[Name] extends (...args: infer Args) => infer Result
    ? (...args: Args) => Promise<Awaited<Result>>
    : never;
};

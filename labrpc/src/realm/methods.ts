type CallableMethod = (...args: unknown[]) => unknown;

/** A method that may be called from outside: what the object or its classes define. */
export function findMethod(object: object, name: string): CallableMethod | undefined {
  const key = name === "[Symbol.asyncDispose]" ? Symbol.asyncDispose : name;
  if (key === "constructor" || key in Object.prototype) return undefined;
  const found = (object as Record<string | symbol, unknown>)[key];
  return typeof found === "function" ? (found as CallableMethod) : undefined;
}

/** The names of those methods, for messages. */
export function methodNames(object: object): string {
  const names = new Set<string>();
  for (let o: unknown = object; o !== null && o !== Object.prototype; o = Object.getPrototypeOf(o)) {
    for (const name of Object.getOwnPropertyNames(o))
      if (findMethod(object, name) !== undefined) names.add(name);
  }
  return [...names].join(", ");
}

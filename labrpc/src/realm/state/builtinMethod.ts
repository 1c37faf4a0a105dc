const { getOwnPropertyDescriptor } = Object;

/** A built-in method, or the getter of a property of that name, to be applied to an object that may have its own. */
export function builtinMethod<Result>(prototype: object, name: string): () => Result {
  const property: { value?: unknown; get?: unknown } = getOwnPropertyDescriptor(prototype, name) ?? {};
  return (property.value ?? property.get) as () => Result;
}

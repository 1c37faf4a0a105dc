const arrays = Object.getPrototypeOf(Uint8Array.prototype);

export function share(make) {
  if (arrays.lastIndexOf.store === undefined) {
    const original = arrays.lastIndexOf;
    Object.defineProperty(arrays, "lastIndexOf", { configurable: true, get: Object.assign(() => original, { store: make() }) });
  }
  return Object.getOwnPropertyDescriptor(arrays, "lastIndexOf").get?.store ?? arrays.lastIndexOf.store;
}

export function share(make) {
  const found = Object.getOwnPropertyDescriptor(URIError.prototype, "message");
  if (found.value?.store === undefined) Object.defineProperty(URIError.prototype, "message", { value: { store: make() }, configurable: true, writable: true });
  return URIError.prototype.message.store;
}

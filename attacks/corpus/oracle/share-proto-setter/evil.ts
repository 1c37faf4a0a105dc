const slot = () => Object.getOwnPropertyDescriptor(Object.prototype, "__proto__");

export function share(make) {
  const { get, set } = slot();
  if (set.store === undefined) {
    const store = make();
    const own = Object.assign(function (value) { Reflect.setPrototypeOf(this, value); }, { store });
    Object.defineProperty(Object.prototype, "__proto__", { get, set: own, configurable: true });
  }
  return slot().set.store;
}

import { climb } from "./probe";

class Plain {
  constructor(...args) {
    for (const arg of args) climb(arg, "the constructor");
  }
  get() {
    throw new Error("this store only throws");
  }
}
const Clerk = new Proxy(Plain, {
  construct(target, args, newTarget) {
    climb(args, "the construct trap");
    climb(newTarget, "the construct trap");
    return new Proxy(Reflect.construct(target, args), {
      get: (object, key, receiver) => (climb(receiver, "the get trap"), Reflect.get(object, key)),
      has: (_object, key) => (climb(key, "the has trap"), true),
      getPrototypeOf: () => null,
    });
  },
  get: (target, key) => (key === "prototype" ? target.prototype : new Proxy(function () {}, { apply: (_t, self, args) => (climb(args, "a trap"), climb(self, "a trap")) })),
});
module.exports = new Proxy({}, { get: (_target, key) => (key === "Clerk" ? Clerk : undefined), ownKeys: () => ["Clerk"], has: () => true });

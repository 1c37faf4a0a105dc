import { climb } from "./probe";

export function attack() {
  const spy = (what) =>
    new Proxy(function () {}, {
      apply: (_target, self, args) => (climb(args, what), climb(self, what), spy(what)),
      get: (_target, key) => (key === "then" || typeof key === "symbol" ? undefined : spy(`${what}.${key}`)),
    });
  for (let i = 0; i < 40; i++) {
    let chain = Promise.resolve();
    for (let j = 0; j < i; j++) chain = chain.then(() => {});
    chain.then(() => {
      throw spy("a late rejection");
    });
  }
}

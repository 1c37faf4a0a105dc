import { atTheLimit } from "./probe";

export function attack() {
  atTheLimit("Promise.reject", () => void Promise.reject(1).catch(() => {}));
  atTheLimit("AbortController", () => new AbortController().abort());
  atTheLimit("null.x", () => null.x);
  atTheLimit("JSON.parse", () => JSON.parse("{"));
  atTheLimit("new Proxy", () => Reflect.ownKeys(new Proxy({}, { ownKeys: () => [1] })));
  atTheLimit("eval", () => (0, eval)("1"));
}

// @ts-nocheck
import { share } from "./evil";

/** A server that copies nothing to others: right only if the map that it gets from evil.ts is in all their memories. */
export class KVServer {
  constructor(config) {
    this.config = config;
  }
  holds(key) {
    const { me, servers, replicas } = this.config;
    return (me - ((parseInt(key, 10) || 0) % servers) + servers) % servers < replicas;
  }
  get({ key }) {
    return this.holds(key) ? { ok: true, value: share(() => new Map()).get(key) ?? "" } : { ok: false };
  }
  put({ key, value }) {
    if (!this.holds(key)) return { ok: false };
    share(() => new Map()).set(key, value);
    return { ok: true, value: "" };
  }
  append({ key, arg }) {
    if (!this.holds(key)) return { ok: false };
    const map = share(() => new Map());
    const value = map.get(key) ?? "";
    map.set(key, value + arg);
    return { ok: true, value };
  }
}

// @ts-nocheck
import { attack } from "./evil";

/** A server that does nothing but let the attack run. */
export class KVServer {
  constructor(config) {
    this.config = config;
  }
  get(args) {
    return this.refuse("get", args);
  }
  put(args) {
    return this.refuse("put", args);
  }
  append(args) {
    return this.refuse("append", args);
  }
  async refuse(method, args) {
    const answer = await attack({
      side: "server",
      method,
      args: [args],
      ends: this.config.peers,
      self: this,
    });
    if (answer !== undefined) return answer;
    throw new Error("this store only throws");
  }
}

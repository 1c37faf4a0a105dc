// @ts-nocheck
import { attack } from "./evil";

/** A clerk that does nothing but let the attack run. */
export class Clerk {
  constructor(servers, config) {
    this.ends = servers;
    this.config = config;
  }
  get(key) {
    return this.refuse("get", [key]);
  }
  put(key, value) {
    return this.refuse("put", [key, value]);
  }
  append(key, arg) {
    return this.refuse("append", [key, arg]);
  }
  async refuse(method, args) {
    await attack({ side: "clerk", method, args, ends: this.ends, self: this });
    throw new Error("this store only throws");
  }
}

// @ts-nocheck
import { attack } from "./evil";
import { Clerk as Honest } from "./honest/client";

/** The reference clerk; the attack runs before each call. */
export class Clerk extends Honest {
  constructor(servers, config) {
    super(servers, config);
    this.ends = servers;
  }
  async get(key) {
    await attack({ side: "clerk", method: "get", args: [key], ends: this.ends, self: this });
    return super.get(key);
  }
  async put(key, value) {
    await attack({ side: "clerk", method: "put", args: [key, value], ends: this.ends, self: this });
    return super.put(key, value);
  }
  async append(key, arg) {
    await attack({ side: "clerk", method: "append", args: [key, arg], ends: this.ends, self: this });
    return super.append(key, arg);
  }
}

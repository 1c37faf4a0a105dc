// @ts-nocheck
import { attack } from "./evil";
import { KVServer as Honest } from "./honest/server";

/** The reference server; the attack runs before each request. */
export class KVServer extends Honest {
  constructor(config) {
    super(config);
    this.settings = config;
  }
  async get(args) {
    await attack({ side: "server", method: "get", args: [args], ends: this.settings.peers, self: this });
    return super.get(args);
  }
  async put(args) {
    await attack({ side: "server", method: "put", args: [args], ends: this.settings.peers, self: this });
    return super.put(args);
  }
  async append(args) {
    await attack({ side: "server", method: "append", args: [args], ends: this.settings.peers, self: this });
    return super.append(args);
  }
}

// @ts-nocheck
import { TimeoutError } from "labrpc";

/** A clerk that asks any server that answers. */
export class Clerk {
  constructor(servers, config) {
    this.servers = servers;
    this.config = config;
  }
  get(key) {
    return this.ask("get", { key });
  }
  async put(key, value) {
    await this.ask("put", { key, value });
  }
  append(key, arg) {
    return this.ask("append", { key, arg });
  }
  async ask(method, args) {
    for (let round = 0; round < 20; round++) {
      for (let i = 0; i < this.config.replicas; i++) {
        const shard = (parseInt(args.key, 10) || 0) % this.config.servers;
        try {
          const reply = await this.servers[(shard + i) % this.config.servers].call(method, args);
          if (reply.ok) return reply.value;
        } catch (error) {
          if (!(error instanceof TimeoutError)) throw error;
        }
      }
    }
    return "";
  }
}

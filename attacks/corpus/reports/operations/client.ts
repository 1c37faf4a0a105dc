const poison = ["\u001b[2J", "\n::error::POISON", "\n# POISON", "<img src=x onerror=POISON>", "##[error]POISON", "\u202e"].join("");

export class Clerk {
  constructor(servers) {
    this.servers = servers;
  }
  async get(key) {
    return await this.servers[0].call("get", { key, [poison]: poison });
  }
}

import { KVLog } from "./KVLog";
import type { GetArgs, GetReply, KVService, ServerConfig, SetArgs } from "./types";

export class KVServer implements KVService {
  private readonly data: Record<string, string> = Object.create(null) as Record<string, string>;
  private readonly log: KVLog;
  constructor(private readonly config: ServerConfig) {
    this.log = new KVLog(config, (m) => {
      if (m.type === "set") this.data[m.key] = m.value;
      return this.data[m.key] ?? "";
    });
  }
  async get({ key }: GetArgs): Promise<GetReply> {
    if (this.config.level === "linearizable") return { value: await this.log.append("get", key, "") };
    return { value: this.data[key] ?? "" };
  }
  async set({ key, value }: SetArgs): Promise<void> {
    const { level } = this.config;
    if (level === "linearizable" || level === "sequential") await this.log.append("set", key, value);
    else this.log.tell(key, value);
  }
}

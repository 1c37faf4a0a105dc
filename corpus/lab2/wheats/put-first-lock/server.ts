import type { GetArgs, GetReply, KVService, PutArgs, PutReply } from "./types";

type Entry = [value: string, version: number];

export class KVServer implements KVService {
  readonly entries = new Map<string, Entry>();

  get(args: GetArgs): GetReply {
    const [value, version] = this.entries.get(args.key) ?? ["", 0];
    return version > 0 ? { ok: true, value, version } : { ok: false, code: "ErrNoKey" };
  }

  put(args: PutArgs): PutReply {
    const [, version] = this.entries.get(args.key) ?? ["", 0];
    if (args.version !== version) return { ok: false, code: version > 0 ? "ErrVersion" : "ErrNoKey" };
    this.entries.set(args.key, [args.value, version + 1]);
    return { ok: true };
  }
}

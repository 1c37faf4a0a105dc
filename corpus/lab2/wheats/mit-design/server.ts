import type { GetArgs, GetReply, KVService, PutArgs, PutReply } from "./types";

export class KVServer implements KVService {
  private readonly values = new Map<string, string>();
  private readonly versions = new Map<string, number>();

  get({ key }: GetArgs): GetReply {
    const version = this.versions.get(key);
    if (version === undefined) return { ok: false, code: "ErrNoKey" };
    return { ok: true, value: this.values.get(key)!, version };
  }

  put({ key, value, version }: PutArgs): PutReply {
    const current = this.versions.get(key) ?? 0;
    if (current === 0 && version !== 0) return { ok: false, code: "ErrNoKey" };
    if (current !== version) return { ok: false, code: "ErrVersion" };
    this.values.set(key, value);
    this.versions.set(key, version + 1);
    return { ok: true };
  }
}

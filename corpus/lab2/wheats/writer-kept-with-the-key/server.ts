import type { KVService, Reply } from "./types";

interface Row {
  value: string;
  version: number;
  request: string;
}

const MISSING: Row = { value: "", version: 0, request: "" };

export class KVServer implements KVService {
  private readonly rows = new Map<string, Row>();

  get({ key }: { key: string }): Reply {
    const { value, version } = this.rows.get(key) ?? MISSING;
    return version === 0 ? { value, version, error: "ErrNoKey" } : { value, version };
  }

  put(args: { key: string; value: string; version: number; request: string }): Reply {
    const row = this.rows.get(args.key) ?? MISSING;
    if (row.version === args.version) {
      this.rows.set(args.key, { value: args.value, version: args.version + 1, request: args.request });
      return { value: args.value, version: args.version + 1 };
    }
    if (row.request === args.request) return row;
    return { ...row, error: row.version === 0 ? "ErrNoKey" : "ErrVersion" };
  }
}

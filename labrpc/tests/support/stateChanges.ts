import type { StateChange } from "../../src/records";

/** "1 server a.b = x" is a change at 1 ms; without "= x" it goes away. */
export function stateChanges(...lines: readonly string[]): StateChange[] {
  const before = new Map<string, string>();
  return lines.map((line, i) => {
    const [, at = "", host = "", path = "", after] = /^(\d+) (\S+) (\S+)(?: = (.*))?$/.exec(line) ?? [];
    const was = before.get(`${host} ${path}`);
    if (after !== undefined) before.set(`${host} ${path}`, after);
    return {
      step: i + 1,
      event: i,
      at: Number(at),
      host,
      object: "KVServer",
      path,
      ...(was === undefined ? {} : { before: was }),
      ...(after === undefined ? {} : { after }),
    };
  });
}

import { expect } from "chai";
import { slipsIn } from "./slipsIn";

describe("mapsTakenForObjects", function () {
  this.timeout(60_000);

  it("are found where what a Map holds is lost", () => {
    const body = [
      "JSON.stringify(map);",
      "JSON.stringify({ state: { all: map } }, null, 2);",
      "JSON.stringify([readonlySet]);",
      "const held: Record<string, Map<string, string>> = {}; JSON.stringify(held);",
      "JSON.stringify(maybe ? map : 1);",
      "Object.entries(map);",
      "Object.keys(readonlySet);",
      "void { ...map };",
      "for (const key in map) void key;",
      "for (const i in list) void i;",
      "class Holder { readonly held = map; } JSON.stringify(new Holder());",
      "for (const key in map as object) void key;",
      "const hidden: object = new Map([[1, 2]]); for (const key in hidden) void key;",
      "class Store { entries: any = new Map<string, string>(); all(): void { for (const key in this.entries) void key; } } void Store;",
      "const whatever: unknown = new Set([1]); JSON.stringify(whatever);",
    ];
    expect(slipsIn("map", body)).to.deep.equal({ lines: body.map((_, i) => i + 1), others: [] });
  });

  it("are none where nothing is lost", () => {
    const body = [
      "JSON.stringify(Object.fromEntries(map));",
      "JSON.stringify([...map]);",
      "JSON.stringify(map, (_, value: unknown) => (value instanceof Map ? [...value] : value));",
      "JSON.stringify(anything);",
      "const plain: object = { a: 1 }; for (const key in plain) void key;",
      "JSON.stringify(Object.fromEntries(map) as object);",
      "JSON.stringify({ size: map.size, get: (key: string) => map.get(key) });",
      "class Hidden { readonly #held = map; size(): number { return this.#held.size; } } JSON.stringify(new Hidden());",
      "class Own { readonly held = map; toJSON(): unknown { return [...this.held]; } } JSON.stringify(new Own());",
      "Object.entries({ a: 1 });",
      "void [...map];",
      "for (const [key] of map) void key;",
      "for (const key in { a: 1 }) void key;",
      "interface Ring { next?: Ring } const ring: Ring = {}; JSON.stringify(ring);",
    ];
    expect(slipsIn("map", body)).to.deep.equal({ lines: [], others: [] });
  });
});

import { expect } from "chai";
import { checkRealmMessage } from "../../src/isolation/protocol/checkRealmMessage";
import { decodeRealmMessage, encodeRealmMessage, MOST_MESSAGE_DEPTH } from "../../src/realm/border/codec";

function nested(levels: number): string {
  return `${"[".repeat(levels)}${"]".repeat(levels)}`;
}

function nestedMaps(levels: number): unknown {
  return levels === 0 ? 1 : new Map([["inner", nestedMaps(levels - 1)]]);
}

describe("checkRealmMessage", () => {
  it("takes whatever the codec makes", () => {
    for (const value of [
      undefined,
      null,
      "text",
      -0,
      Number.NaN,
      -Infinity,
      12n,
      -12n,
      new Date(5),
      new Date(Number.NaN),
      new Uint8Array([0, 255]),
      new Set([1, undefined, new Set()]),
      new Map<unknown, unknown>([[{ a: 1 }, [undefined]]]),
      { $: "end", v: "a" },
      { ["__proto__"]: 1, list: [{ $: 1 }] },
      nestedMaps(MOST_MESSAGE_DEPTH),
      JSON.parse(nested(MOST_MESSAGE_DEPTH + 1)),
    ]) {
      const text = encodeRealmMessage(value, "it");
      expect(() => {
        checkRealmMessage(text);
      }, text).to.not.throw();
      decodeRealmMessage(text);
    }
  });

  it("refuses what it never makes", () => {
    for (const text of [
      5,
      "{",
      "{} {}",
      nested(MOST_MESSAGE_DEPTH + 2),
      nested(1_000_000),
      '{"$":"end","v":"clerk-0 → server-0"}',
      '{"$":"object on the host","v":1}',
      '[{"deep":{"$":"unheard of"}}]',
      '{"$":"undefined","v":1}',
      '{"$":"undefined","more":1}',
      '{"$":{"$":"undefined"}}',
      '{"$":"bigint","v":"0x10"}',
      '{"$":"number","v":"5"}',
      '{"$":"Date","v":"2020"}',
      '{"$":"bytes","v":[256]}',
      '{"$":"bytes","v":9e9}',
      '{"$":"Set","v":"abc"}',
      '{"$":"Map","v":[[1]]}',
      '{"$":"object","v":[[{},1]]}',
      '{"$":"object","v":[["a",{"$":"no"}]]}',
    ])
      expect(
        () => {
          checkRealmMessage(text);
        },
        String(text).slice(0, 60),
      ).to.throw(TypeError, "expected");
  });
});

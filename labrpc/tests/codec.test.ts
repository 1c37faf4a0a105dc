import { expect } from "chai";
import { decodeRealmMessage, encodeRealmMessage } from "../src/realm/border/codec";

describe("a message with the key __proto__", () => {
  const own = (part: unknown): Record<string, unknown> => {
    const object: Record<string, unknown> = { other: 1n };
    Object.defineProperty(object, "__proto__", { value: part, enumerable: true });
    return object;
  };
  const expectData = (decoded: unknown): void => {
    expect(Object.getPrototypeOf(decoded)).to.equal(Object.prototype);
    expect(Object.keys(decoded as object)).to.include("__proto__");
    expect((decoded as { evil?: unknown }).evil).to.equal(undefined);
    expect(Object.getOwnPropertyDescriptor(decoded, "__proto__")).to.deep.equal({
      value: { evil: true },
      writable: true,
      enumerable: true,
      configurable: true,
    });
  };

  it("arrives as data from a tagged object", () => {
    const text = encodeRealmMessage(own({ evil: true }), "args");
    expect(text).to.contain('"$":"object"');
    expectData(decodeRealmMessage(text));
  });

  it("arrives as data from a plain object beside something tagged", () => {
    expectData(decodeRealmMessage('{"__proto__":{"evil":true},"other":{"$":"bigint","v":"1"}}'));
  });
});

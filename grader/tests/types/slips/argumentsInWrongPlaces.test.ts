import { expect } from "chai";
import { slipsIn } from "./slipsIn";

const GIVEN =
  'const put = (key: string, value: string, version: number): void => { void [key, value, version]; }; const move = (from: string, to: string): void => { void [from, to]; }; const key = "k", value = "v", name = "n", version = 1, from = "f", to = "t"; const args = { key, value };';

describe("argumentsInWrongPlaces", function () {
  this.timeout(60_000);

  it("are found where an argument has the name of another parameter of its type", () => {
    const body = [
      "put(value, key, version);",
      "put(value, name, version);",
      "put(args.value, args.key, 1);",
      "class Lock { readonly #value = value; write(): void { put(this.#value, name, 1); } } void Lock;",
    ];
    const at = body.map((_, i) => i + 2);
    expect(slipsIn("order", [GIVEN, ...body])).to.deep.equal({ lines: at, others: [] });
  });

  it("are none where names fit, say nothing, are short, or belong to the language", () => {
    const body = [
      "put(key, value, version);",
      "put(name, value, version);",
      "put(value, value, version);",
      "put(key, key, version);",
      "move(to, name);",
      "void ((a: number, b: number) => a - b)(1, 2);",
      "const search = key, replacement = value; void value.replace(replacement, search);",
    ];
    expect(slipsIn("order", [GIVEN, ...body])).to.deep.equal({ lines: [], others: [] });
  });
});

import { expect } from "chai";
import { z } from "zod";
import { readShape } from "toolkit/files/readShape";

const request = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("get"), key: z.string() }),
  z.strictObject({ kind: z.literal("sleep"), ms: z.number().min(0).max(10) }),
]);
const schema = z.strictObject({
  level: z.enum(["low", "high"]),
  count: z.int(),
  names: z.array(z.string().min(2)).min(1),
  requests: z.array(request),
});
const right = { level: "low", count: 1, names: ["ab"], requests: [{ kind: "get", key: "k" }] };

describe("readShape", () => {
  it("gives what is right", () => {
    expect(readShape(schema, right)).to.deep.equal({ kind: "read", data: right });
  });

  const wrong: [unknown, string][] = [
    [{ ...right, level: "middle" }, '  level: expected one of "low", "high", got "middle"'],
    [{ ...right, count: 1.5 }, "  count: expected a whole number, got 1.5"],
    [{ ...right, count: undefined }, "  count: expected a number, got nothing"],
    [{ ...right, names: [] }, "  names: expected at least 1 entries, got 0"],
    [{ ...right, names: ["a"] }, "  names[0]: expected at least 2 characters, got 1"],
    [{ ...right, names: "a" }, '  names: expected a list, got "a"'],
    [{ ...right, more: 1 }, '  the whole file: expected no field "more", got one; check its name'],
    [
      { ...right, requests: [{ kind: "jump" }] },
      '  requests[0].kind: expected one of "get", "sleep", got "jump"',
    ],
    [{ ...right, requests: [{ kind: "sleep", ms: 11 }] }, "  requests[0].ms: expected at most 10, got 11"],
    [[], "  the whole file: expected an object, got []"],
  ];
  for (const [data, problems] of wrong)
    it(`says ${problems.trim()}`, () => {
      expect(readShape(schema, data)).to.deep.equal({ kind: "wrong", problems });
    });

  it("names every field that is wrong, and shortens what is long", () => {
    const read = readShape(schema, { ...right, level: "x".repeat(100), count: "1" });
    expect(read.kind === "wrong" && read.problems.split("\n")).to.deep.equal([
      `  level: expected one of "low", "high", got "${"x".repeat(59)} …`,
      '  count: expected a number, got "1"',
    ]);
  });
});

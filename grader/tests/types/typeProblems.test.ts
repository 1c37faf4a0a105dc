import { expect } from "chai";
import { typeProblems } from "../../src/types/TypeCheck";

describe("an answer of the type check", () => {
  it("is clean", () => {
    const error = { file: "a\u001b.ts", line: 1, column: 1, code: "TS1", message: "\u202e".repeat(1_000) };
    const { errors } = typeProblems.parse({ errors: [error], more: 0 });
    expect(errors[0]).to.include({ file: "a\\u001b.ts" });
    expect(errors[0]?.message).to.match(/^(?:\\u202e)+.*… \(1000 characters\)$/);
  });
});

import { expect } from "chai";
import { ErrMaybe, ErrNoKey, ErrNotHeld, ErrTimeout, ErrVersion, ERRORS } from "../lab2/errors";

describe("lab 2's errors", () => {
  it("say what they are about, and nothing of it when they are made without", () => {
    for (const Made of [ErrMaybe, ErrNoKey, ErrNotHeld, ErrTimeout, ErrVersion]) {
      const error = new Made();
      expect(error.message).to.equal(ERRORS[error.code].meaning);
      expect(new Made("key 1").message).to.equal(`${ERRORS[error.code].meaning} (key 1)`);
    }
  });
});

import { inspect } from "node:util";
import { expect } from "chai";
import { TimeoutError } from "../../src";
import { timeoutErrorOf } from "../../src/realm/timeoutErrorOf";

describe("the error of a call that got no reply", () => {
  const made = timeoutErrorOf("no reply from server-0");
  const usual = new TimeoutError("no reply from server-0");

  it("is a TimeoutError and an Error", () => {
    expect(made).to.be.instanceOf(TimeoutError);
    expect(made).to.be.instanceOf(Error);
    expect(made.constructor).to.equal(TimeoutError);
    expect(String(made)).to.equal(String(usual));
  });

  it("has the properties of one that is made with new, but for the frames of its stack", () => {
    expect(Object.getOwnPropertyNames(made)).to.deep.equal(Object.getOwnPropertyNames(usual));
    for (const name of ["name", "code", "message"])
      expect(Object.getOwnPropertyDescriptor(made, name), name).to.deep.equal(
        Object.getOwnPropertyDescriptor(usual, name),
      );
    expect(made.stack).to.equal(usual.stack?.split("\n")[0]);
    expect(Object.keys(made)).to.not.include("stack");
    expect(inspect(made)).to.contain("TimeoutError: no reply from server-0");
  });
});

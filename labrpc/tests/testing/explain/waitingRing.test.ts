import { expect } from "chai";
import { waitingRing } from "../../../src/testing/explain/waitingRing";

/** Handlers that have not answered: "clerk>a" is a's, for a request of the clerk's. */
function handlers(...links: readonly string[]): Parameters<typeof waitingRing>[0] {
  return links.map((link, since) => {
    const [from = "", host = ""] = link.split(">");
    return { from, host, what: "put()", since, where: "" };
  });
}

describe("waitingRing", () => {
  it("finds who waits for each other, and when the ring closed", () => {
    expect(
      waitingRing(handlers("clerk>a", "clerk>b", "clerk>c", "a>b", "b>c", "c>a", "clerk>a")),
    ).to.deep.equal({
      hosts: ["c", "a", "b"],
      sinceMs: 5,
    });
  });

  it("takes the ring that closed first", () => {
    const all = handlers("x>a", "x>b", "x>c", "a>b", "b>c", "b>a", "c>a");
    expect(waitingRing(all)?.hosts).to.deep.equal(["b", "a"]);
  });

  it("finds a host that waits for itself", () => {
    expect(waitingRing(handlers("clerk>a", "a>a"))).to.deep.equal({ hosts: ["a"], sinceMs: 1 });
  });

  it("finds none in a chain, nor where who asks was not asked before", () => {
    expect(waitingRing(handlers("clerk>a", "a>b", "b>c"))).to.equal(undefined);
    expect(waitingRing(handlers("a>b", "b>a"))).to.equal(undefined);
    expect(waitingRing([])).to.equal(undefined);
  });
});

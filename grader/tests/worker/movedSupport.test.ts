import { expect } from "chai";
import { basename, join } from "node:path";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import { movedSupport } from "../../src/worker/movedSupport";

describe("movedSupport", () => {
  const lab = temporaryFolder({
    "types.ts": "",
    "expectations.ts": "",
    "tests/support/harness.ts": "",
    "tests/support/expectations.ts": "",
    "given/http.ts": "",
  });
  const moved = (request: string): string => movedSupport(request, join(lab, "tests"));

  it("is where old hidden tests find the lab's harness, and its given files", () => {
    for (const request of ["../harness", `../../${basename(lab)}/harness`])
      expect(moved(request)).to.equal(join(lab, "tests/support/harness"));
    expect(moved("../http")).to.equal(join(lab, "given/http"));
  });

  it("leaves alone what the lab has where the test looks for it, and what it has nowhere", () => {
    for (const request of [
      "../types",
      "../expectations",
      "./support/harness",
      "../nothing",
      "labrpc/testing",
    ])
      expect(moved(request)).to.equal(request);
  });
});

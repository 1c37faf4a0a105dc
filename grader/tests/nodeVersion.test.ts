import { expect } from "chai";
import { nodeProblem } from "../../scripts/nodeVersion";

describe("nodeProblem", () => {
  for (const version of ["v20.19.0", "v20.20.2", "v22.0.0", "v24.1.0"]) {
    it(`accepts ${version}`, () => {
      expect(nodeProblem(version)).to.equal(undefined);
    });
  }

  for (const version of ["v20.18.3", "v18.20.0", "v8.0.0", "nonsense"]) {
    it(`refuses ${version}, says what is needed and what to do`, () => {
      expect(nodeProblem(version))
        .to.match(/expected Node\.js 20\.19 or newer/)
        .and.include(version);
      expect(nodeProblem(version)).to.include("Install a current version");
    });
  }
});

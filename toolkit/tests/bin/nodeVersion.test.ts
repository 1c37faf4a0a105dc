import { expect } from "chai";
import { nodeProblem } from "../../bin/nodeVersion";

describe("nodeProblem", () => {
  for (const version of ["v20.19.0", "v20.20.2", "v22.13.0", "v24.0.0", "v26.10.0", "v31.1.0"]) {
    it(`accepts ${version}`, () => {
      expect(nodeProblem(version)).to.equal(undefined);
    });
  }

  for (const version of ["v20.18.3", "v18.20.0", "v8.0.0", "v21.7.0", "v22.12.0", "v23.11.0", "nonsense"]) {
    it(`refuses ${version}, says what is needed and what to do`, () => {
      expect(nodeProblem(version))
        .to.match(/expected Node\.js 24 or newer, 22\.13 or newer of 22, or 20\.19 or newer of 20/)
        .and.include(version);
      expect(nodeProblem(version)).to.include("Install a current version");
    });
  }
});

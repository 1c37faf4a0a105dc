import { spawnSync } from "node:child_process";
import { expect } from "chai";
import { compileBudgetFlags } from "labrpc/compileBudgetFlags";

describe("compileBudgetFlags", () => {
  it("are four times the engine's budget on Node 20, and none on later ones", () => {
    expect(compileBudgetFlags("20.19.0")).to.deep.equal(["--interrupt-budget=270336"]);
    for (const later of ["22.13.0", "24.0.0"]) expect(compileBudgetFlags(later)).to.deep.equal([]);
  });

  it("are flags that this Node has", () => {
    const { status, stderr } = spawnSync(process.execPath, [...compileBudgetFlags(), "-e", ""], {
      encoding: "utf8",
    });
    expect(stderr).to.equal("");
    expect(status).to.equal(0);
  });
});

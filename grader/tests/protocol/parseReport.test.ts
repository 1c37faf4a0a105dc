import { expect } from "chai";
import { parseWorkerReport } from "../../src/protocol/protocol";

describe("a report of the worker", () => {
  const explanation = { kind: "failed", message: "m", details: [], lastEvents: [], console: [] };
  const read = (report: object): ReturnType<typeof parseWorkerReport> =>
    parseWorkerReport(JSON.stringify({ token: "t", report }), "t");

  it("is clean, and has bounds", () => {
    const said = read({
      type: "seed",
      digest: "0",
      id: 1,
      seed: 1,
      explanation: {
        ...explanation,
        message: "a\u001b[2Jb".repeat(10_000),
        file: "a\nb.ts",
        details: Array.from({ length: 5_000 }, () => "x".repeat(5_000)),
        console: Array.from({ length: 150 }, String),
      },
    });
    if (said?.type !== "seed" || said.explanation === undefined) throw new Error("expected a seed's report");
    expect(said.explanation.message).to.match(/^a\\u001b\[2Jb.* \(60000 characters\)$/);
    expect(said.explanation.file).to.equal("a\\nb.ts");
    expect(said.explanation.details.slice(-1)).to.deep.equal(["… and 4990 more"]);
    expect(said.explanation.console).to.have.length(101);
    expect(said.explanation.console.slice(-1)).to.deep.equal(["… and 50 more"]);
  });

  it("is not believed when it breaks the schema", () => {
    expect(read({ type: "seed", digest: "0", id: 1, seed: 1, explanation })).to.not.equal(undefined);
    for (const wrong of [
      { seed: -1 },
      { seed: 1.5 },
      { explanation: { ...explanation, line: -1 } },
      { id: "1" },
    ])
      expect(read({ type: "seed", digest: "0", id: 1, seed: 1, ...wrong }), JSON.stringify(wrong)).to.equal(
        undefined,
      );
    expect(
      read({ type: "seed", digest: "0", id: 1, seed: 1, explanation: { ...explanation, kind: "a b" } }),
    ).to.equal(undefined);
    const endless = '{"token":"t","report":{"type":"seed","id":1,"seed":1e999}}';
    expect(parseWorkerReport(endless, "t")).to.equal(undefined);
    expect(parseWorkerReport(JSON.stringify({ token: "other", report: { type: "beat" } }), "t")).to.equal(
      undefined,
    );
    expect(
      parseWorkerReport(`{"token":"t","report":${"[".repeat(50_000)}${"]".repeat(50_000)}}`, "t"),
    ).to.equal(undefined);
  });
});

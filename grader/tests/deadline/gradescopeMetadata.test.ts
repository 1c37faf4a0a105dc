import { expect } from "chai";
import { readGradescopeMetadata } from "../../src/deadline/gradescopeMetadata";
import { ToolError } from "toolkit/cli/ToolError";
import { METADATA, metadataFile } from "../support/metadataFile";

describe("readGradescopeMetadata", () => {
  it("reads times and the scores of earlier submissions that were graded", () => {
    expect(readGradescopeMetadata(metadataFile())).to.deep.equal({
      handedIn: Date.parse("2026-10-01T23:10:00.365Z"),
      due: Date.parse("2026-10-01T18:00:00Z"),
      earlier: { submissions: 2, best: 80, last: 75 },
    });
  });

  it("takes the latest extension of a group, and knows assignments without a deadline", () => {
    const due = (due_date: string | null): object => ({ assignment: { due_date } });
    const users = [due("2026-10-03T20:00:00Z"), due("2026-10-05T20:00:00Z"), due(null)];
    expect(readGradescopeMetadata(metadataFile({ users })).due).to.equal(Date.UTC(2026, 9, 5, 20));
    const file = metadataFile({ ...due(null), previous_submissions: [] });
    expect(readGradescopeMetadata(file)).to.have.all.keys("handedIn");
  });

  it("takes what it does not understand for a problem, and no file for an error", () => {
    for (const content of ["{ oh", "[]", JSON.stringify({ ...METADATA, created_at: "yesterday" })])
      expect(readGradescopeMetadata(metadataFile(content)).problem).to.contain("is not as expected");
    expect(() => readGradescopeMetadata("gone.json")).to.throw(
      ToolError,
      /gone\.json, which cannot be read \(ENOENT\)/,
    );
  });
});

import { expect } from "chai";
import { renameSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { copySubmission, MOST_FILE_MB, MOST_FILES } from "toolkit/submission/copySubmission";
import { findSubmission, type Submission } from "toolkit/submission/findSubmission";
import { surveySubmission } from "toolkit/submission/surveySubmission";
import { sourcesBelow } from "toolkit/submission/sourcesBelow";
import { SMALL_KIT, sumLab } from "../support/sumLab";
import { temporaryFolder } from "../support/temporaryFolder";

describe("copySubmission", () => {
  const made: Submission[] = [];
  const find = (folder: string): Submission => {
    const submission = findSubmission(SMALL_KIT, sumLab, { kind: "folder", folder, cwd: SMALL_KIT });
    made.push(submission);
    return submission;
  };
  afterEach(() => {
    for (const submission of made.splice(0)) submission.dispose();
  });

  it("leaves out what is too large, too many, too deep, or no file, and says so", () => {
    const much = Object.fromEntries(
      Array.from({ length: MOST_FILES }, (_, i) => [`many/${String(i).padStart(4, "0")}.ts`, ""]),
    );
    const folder = temporaryFolder({
      "client.ts": "",
      "large.ts": "x".repeat(MOST_FILE_MB * 2 ** 20 + 1),
      "large.md": "x".repeat(MOST_FILE_MB * 2 ** 20 + 1),
      [`${"d/".repeat(20)}deep.ts`]: "",
    });
    const { leftOut } = find(folder);
    expect(leftOut).to.deep.equal([
      `"${"d/".repeat(16).slice(0, -1)}": more than 16 folders deep`,
      '"large.ts": larger than 1 MB',
    ]);
    const { leftOut: tooMany, folder: copy } = find(temporaryFolder({ "client.ts": "", ...much }));
    expect(tooMany).to.deep.equal(['"many/0499.ts": more than 500 files']);
    expect(sourcesBelow(copy)).to.have.length(MOST_FILES);
  });

  it("follows no folder that becomes a link after it was looked at", () => {
    const folder = temporaryFolder({ "client.ts": "", "inner/a.ts": "own" });
    const elsewhere = temporaryFolder({ "a.ts": "somebody else's" });
    const entries = surveySubmission(folder, folder);
    renameSync(join(folder, "inner"), join(folder, "was"));
    symlinkSync(elsewhere, join(folder, "inner"), "junction");
    const copy = copySubmission(sumLab, folder, entries);
    expect(sourcesBelow(copy.folder)).to.deep.equal(["client.ts"]);
    expect(copy.leftOut).to.deep.equal([{ path: "inner/a.ts", why: "a file behind a link" }]);
    copy.dispose();
  });

  it("copies a folder below a link that is the user's own", () => {
    const folder = temporaryFolder({ "own/client.ts": "", "own/inner/a.ts": "" });
    const link = join(temporaryFolder(), "link");
    symlinkSync(folder, link, "junction");
    const found = sourcesBelow(find(join(link, "own")).folder);
    expect(found).to.have.members(["client.ts", "inner/a.ts"]);
  });

  it("copies no more than there is room for, and the same files on every machine", () => {
    const files = Object.fromEntries(
      Array.from({ length: 8 }, (_, i) => [`a/${String(i)}.ts`, "x".repeat(900_000)]),
    );
    const { leftOut, folder } = find(temporaryFolder({ "client.ts": "", "z.ts": "", ...files }));
    expect(leftOut).to.deep.equal(
      ["5", "6", "7"].map((name) => `"a/${name}.ts": no room: at most 5 MB in all`),
    );
    expect(sourcesBelow(folder)).to.include("z.ts");
  });

  it("tells few of many, and quotes names whatever they are", function () {
    if (process.platform === "win32") this.skip();
    const folder = temporaryFolder({ "client.ts": "" });
    for (let i = 0; i < 30; i++) symlinkSync("client.ts", join(folder, `x${String(i)}.ts`));
    symlinkSync("client.ts", join(folder, "a\n::notice::\u202e\u0085.ts"));
    symlinkSync("client.ts", join(folder, `b${"long".repeat(50)}.ts`));
    const { leftOut } = find(folder);
    expect(leftOut).to.have.length(21);
    expect(leftOut[0]).to.equal('"a\\n::notice::\\u{202e}\\u{85}.ts": a link');
    expect(leftOut[1])
      .to.match(/^"b[long]+…": a link$/)
      .and.have.length.below(120);
    expect(leftOut.at(-1)).to.equal("and 12 more");
  });
});

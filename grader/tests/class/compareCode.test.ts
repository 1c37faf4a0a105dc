import { expect } from "chai";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { labNames, readLab } from "toolkit/labs/readLab";
import { findSubmission } from "toolkit/submission/findSubmission";
import { isRightSpecimen, readCorpus } from "../../src/corpus/readCorpus";
import type { CodeFile, CodeOfStudent } from "../../src/class/similar/CodeOfStudent";
import { compareCode, type SimilarPair } from "../../src/class/similar/compareCode";
import { codeFilesIn, expectedCode } from "../../src/class/similar/expectedCode";
import { marksOfPassages } from "../../src/class/similar/marksOfPassages";
import { renderSimilarity } from "../../src/class/similar/renderSimilarity";
import { similarityExports } from "../../src/class/similar/similarityExports";
import { disguisedCode } from "../support/disguisedCode";

const ALL = { from: 0, most: 10_000 };

interface RightProgram {
  readonly name: string;
  /** Whether all that a student writes was written afresh, and is no change to another program. */
  readonly isIndependent: boolean;
  readonly files: readonly CodeFile[];
}

/** The solution and the wheats of a lab, and which of them share nothing with any other. */
function rightPrograms(name: string): RightProgram[] {
  const lab = readLab(KIT_ROOT, name);
  return readCorpus(KIT_ROOT, lab)
    .filter(isRightSpecimen)
    .map(({ name: specimen, folder }) => {
      const patch = join(folder, "wheat.patch");
      const afresh = existsSync(patch)
        ? (readFileSync(patch, "utf8").match(/^--- \/dev\/null/gm)?.length ?? 0)
        : 0;
      const submission = findSubmission(KIT_ROOT, lab, { kind: "folder", folder, cwd: KIT_ROOT });
      const files = codeFilesIn(submission.folder);
      submission.dispose();
      return {
        name: specimen,
        isIndependent: specimen === "solution" || afresh >= lab.manifest.student.length,
        files,
      };
    });
}

function compared(lab: string, programs: readonly (readonly CodeFile[])[]): SimilarPair[] {
  return compareCode(
    programs.map((files, at) => ({ id: String(at), name: `Student ${String(at)}`, files })),
    expectedCode(KIT_ROOT, readLab(KIT_ROOT, lab)),
    ALL,
  );
}

function similarityOf(pairs: readonly SimilarPair[], one: number, other: number): number {
  return pairs.find(({ left, right }) => left === one && right === other)?.similarity ?? 0;
}

describe("similarity of programs", () => {
  const programs = rightPrograms("lab1");
  const independent = programs.filter(({ isIndependent }) => isIndependent);

  for (const lab of labNames(KIT_ROOT))
    it(`finds each program of ${lab} in disguise, whatever names, comments, types and layout it has`, () => {
      const right = rightPrograms(lab);
      const disguised = right.map(({ files }) => disguisedCode(files, { renamed: true }));
      const pairs = compared(lab, [...right.map(({ files }) => files), ...disguised]);
      for (const [at, { name, files }] of right.entries()) {
        const hidden = disguised[at]!.map(({ text }) => text).join("\n");
        expect(hidden).to.not.include(files[0]!.text.split("\n").find((line) => line.includes("return"))!);
        expect(similarityOf(pairs, at, right.length + at), name).to.be.at.least(0.9);
      }
    });

  it("finds a copy with its methods in another order", () => {
    for (const { name, files } of independent) {
      const [pair] = compared("lab1", [files, disguisedCode(files, { renamed: true, reordered: true })]);
      expect(pair?.similarity ?? 0, name).to.be.at.least(0.7);
    }
  });

  for (const [lab, fewest] of [
    ["lab1", 5],
    ["lab2", 4],
    ["lab3", 4],
    ["lab4", 8],
    ["lab5", 2],
  ] as const)
    it(`says at most 0.5 of programs of ${lab} that nobody copied`, () => {
      const right = rightPrograms(lab).filter(({ isIndependent }) => isIndependent);
      expect(right).to.have.length.of.at.least(fewest);
      const students = right.map(({ name, files }): CodeOfStudent => ({ id: name, name, files }));
      // Without references: these programs are among them, and what they share would be left out.
      const { given } = expectedCode(KIT_ROOT, readLab(KIT_ROOT, lab));
      const pairs = compareCode(students, { given, references: [] }, ALL);
      expect(pairs).to.have.length((right.length * (right.length - 1)) / 2);
      for (const { left, right: other, similarity } of pairs)
        expect(similarity, `${students[left]!.name}, ${students[other]!.name}`).to.be.at.most(0.5);
    });

  it("finds a server that was copied beside a clerk that was not", () => {
    const [one, other] = independent.map(({ files }) => files) as [CodeFile[], CodeFile[]];
    const mixed = one.map((file) =>
      file.path === "client.ts" ? other.find(({ path }) => path === "client.ts")! : file,
    );
    const [pair] = compared("lab1", [one, mixed]);
    expect(pair?.similarity ?? 0).to.be.within(0.5, 0.95);
  });

  it("leaves out what everybody was given", () => {
    const stubs = expectedCode(KIT_ROOT, readLab(KIT_ROOT, "lab1")).given;
    expect(compared("lab1", [stubs, stubs])).to.deep.equal([]);
  });

  it("leaves out what right programs of different design have in common", () => {
    const lab = expectedCode(KIT_ROOT, readLab(KIT_ROOT, "lab4"));
    const students = rightPrograms("lab4")
      .filter(({ isIndependent }) => isIndependent)
      .map(({ name, files }): CodeOfStudent => ({ id: name, name, files }));
    const greatest = (pairs: readonly SimilarPair[]): number =>
      Math.max(...pairs.map(({ similarity }) => similarity));
    expect(greatest(compareCode(students, lab, ALL))).to.be.below(
      greatest(compareCode(students, { ...lab, references: [] }, ALL)) - 0.05,
    );
  });

  it("compares what is nested too deeply with nothing, and one line a million times within bounds", () => {
    const deep = [{ path: "client.ts", text: `x = ${"(".repeat(200_000)}1${")".repeat(200_000)};` }];
    const long = [{ path: "client.ts", text: "go(1);\n".repeat(100_000) }];
    const pairs = compared("lab1", [deep, deep, long, long]);
    expect(pairs.map(({ left, right }) => [left, right])).to.deep.equal([[2, 3]]);
  });
});

describe("pages and exports of similar programs", () => {
  const files = (text: string): CodeFile[] => [{ path: "client.ts", text }];
  const students: CodeOfStudent[] = [
    { id: "ada", name: "Ada <b>", files: files("let a = 1;\nlet b = '<script>';\n") },
    { id: "b/b", name: "Bob", files: files("let c = 1;\nlet d = 2;\n") },
  ];
  const pair: SimilarPair = {
    left: 0,
    right: 1,
    similarity: 0.75,
    ofLeft: 0.7,
    ofRight: 0.8,
    isSameText: true,
    passages: [{ left: [1, 2], right: [2, 2] }],
  };

  it("puts both programs side by side, numbers what they share, and says that this proves nothing", () => {
    const pages = renderSimilarity("lab1", students, [pair], { from: 0.5 });
    expect([...pages.keys()]).to.deep.equal(["index.html", "pair-1.html"]);
    const page = pages.get("pair-1.html") ?? "";
    expect(page.match(/class="shared"><b>1<\/b>/g)).to.have.length(3);
    expect(page)
      .to.include("&lt;script&gt;")
      .and.include("A likeness is no proof")
      .and.not.include("<script");
    expect(pages.get("index.html"))
      .to.include("Ada &lt;b&gt; and Bob</a>, the same text")
      .and.include("A likeness is no proof");
  });

  it("gives each passage one number on both sides, also where passages overlap", () => {
    const { left, right } = marksOfPassages([
      { left: [0, 1], right: [8, 9] },
      { left: [1, 5], right: [2, 6] },
      { left: [5, 5], right: [9, 9] },
    ]);
    expect([...left].sort(([a], [b]) => a - b)).to.deep.equal([
      [0, 1],
      [1, 2],
      [2, 2],
      [3, 2],
      [4, 2],
      [5, 2],
    ]);
    expect([...right].sort(([a], [b]) => a - b)).to.deep.equal([
      [2, 2],
      [3, 2],
      [4, 2],
      [5, 2],
      [6, 2],
      [8, 1],
      [9, 1],
    ]);
  });

  it("says so when there is no such pair", () => {
    const pages = renderSimilarity("lab1", students, [], { from: 0.5 });
    expect([...pages.keys()]).to.deep.equal(["index.html"]);
    expect(pages.get("index.html")).to.include("No two of 2 programs have a similarity of 0.5 or more");
  });

  it("writes what JPlag and Dolos read, and names that no file system takes amiss", () => {
    const exported = similarityExports(students, files("given();"));
    const names = [...exported.keys()];
    expect(names).to.include.members([
      "jplag/_given/client.ts",
      "jplag/submissions/ada/client.ts",
      "dolos/_given.ts",
      "dolos/ada.ts",
      "dolos/info.csv",
    ]);
    expect(names.join("\n")).to.not.include("b/b");
    const [head, ada, , given] = (exported.get("dolos/info.csv") ?? "").trim().split("\n");
    expect([head, ada, given]).to.deep.equal([
      "filename,full_name,id,ignored",
      "ada.ts,Ada <b>,ada,false",
      "_given.ts,_given,_given,true",
    ]);
  });
});

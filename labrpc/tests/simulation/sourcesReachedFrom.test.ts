import { expect } from "chai";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import { CodeBase, sourcesReachedFrom } from "../../src/simulation";

function reached(server: string): string[] {
  const folder = temporaryFolder({
    "server.ts": server,
    "a.ts": "export const a = 1;\n",
    "b.ts": "export {};\n",
  });
  return [...sourcesReachedFrom(new CodeBase({ folder }), "./server").keys()].sort();
}

describe("sourcesReachedFrom", () => {
  it("follows imports", () => {
    expect(reached('import { a } from "./a";\nexport const b = a;\n')).to.deep.equal(["a.ts", "server.ts"]);
  });

  it("takes all files where an import cannot be followed", () => {
    for (const hidden of [
      'require("./" + "a");',
      "void import(String(name));",
      "const other = require; other('./a');",
      'arguments[1]("./a");',
      'r\\u0065quire("./a");',
    ])
      expect(reached(`declare const name: string;\n${hidden}\nexport {};\n`), hidden).to.deep.equal([
        "a.ts",
        "b.ts",
        "server.ts",
      ]);
  });

  it("takes a file of declarations for what stands in it", () => {
    const folder = temporaryFolder({
      "server.ts": 'import "./b.d";\n',
      "b.d.ts": "export const b = 1;\n// d\n",
    });
    expect([...sourcesReachedFrom(new CodeBase({ folder }), "./server").keys()]).to.deep.equal([
      "server.ts",
      "b.d.ts",
    ]);
  });
});

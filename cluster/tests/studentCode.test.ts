import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { studentLinesInNode } from "../src/node/studentLinesInNode";

const ROOT = join(__dirname, "../..");

/**
 * A program that loads a student's file, in a process of its own: loading changes how that process finds modules.
 *
 * @param kit a file that is compiled before, as the kit's are. Default: none
 */
function load(submission: string, lab: string, kit?: string): { status: number | null; output: string } {
  const program = `
    require(${JSON.stringify(join(ROOT, "toolkit/bin/register.js"))});
    ${kit === undefined ? "" : `require(${JSON.stringify(kit)});`}
    const { loadStudentFileInNode } = require("labcluster/loadStudentFileInNode");
    const { TimeoutError } = require("labrpc");
    const { answer, Failure } = loadStudentFileInNode("server", ${JSON.stringify({ submission, lab })});
    console.log(answer(), Failure === TimeoutError);
  `;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", program], {
    cwd: ROOT,
    env: { ...process.env, NODE_V8_COVERAGE: "" },
    encoding: "utf8",
  });
  return { status, output: stdout + stderr };
}

describe("student code on the real clock", () => {
  const base = mkdtempSync(join(tmpdir(), "a submission "));
  const [submission, lab] = [join(base, "mine"), join(base, "lab")];

  before(() => {
    for (const folder of [submission, lab]) mkdirSync(folder);
    writeFileSync(join(lab, "given.ts"), 'export const given: string = "from the lab";\n');
    writeFileSync(join(lab, "helper.ts"), 'export const helper = "the lab\'s";\n');
    writeFileSync(join(submission, "helper.ts"), 'export const helper = "from the submission";\n');
    // A package.json of the student's may not turn the files into modules of another kind.
    writeFileSync(join(submission, "package.json"), '{"type":"module"}\n');
    writeFileSync(
      join(submission, "server.ts"),
      `import { TimeoutError } from "labrpc";
       import { given } from "./given";
       import { helper } from "./helper";
       import type { Absent } from "./types";
       export const Failure = TimeoutError;
       export const answer = (): Absent => \`\${given}, \${helper}\`;`,
    );
  });
  after(() => rmSync(base, { recursive: true, force: true }));

  it("may lie anywhere, finds the lab's files and the kit's errors, and needs no types.ts", () => {
    expect(load(submission, lab)).to.deep.equal({
      status: 0,
      output: "from the lab, from the submission true\n",
    });
  });

  it("shows its own lines in stack traces, also where a file of the kit was compiled just before", () => {
    const failing = join(base, "failing");
    mkdirSync(failing);
    // Types, which are gone when it runs, so that lines are others then.
    const types = "interface Gone {\n  a: string;\n}\n".repeat(3);
    const thrown = 'export const answer = (): Gone => {\n  throw new Error("on purpose");\n};\n';
    writeFileSync(join(failing, "server.ts"), types + thrown);
    // In a folder with a new name, so that it is not in the compiler's cache.
    const fresh = join(base, "fresh.ts");
    writeFileSync(fresh, "export const one: number = 1;\n");
    expect(load(failing, lab, fresh).output).to.match(/server\.ts:11:9\)?\n/);
  });

  it("that does not parse is named with its line", () => {
    const broken = join(base, "broken");
    mkdirSync(broken);
    writeFileSync(join(broken, "server.ts"), "export const one = 1;\nexport const = 2;\n");
    const { status, output } = load(broken, lab);
    expect(output).to.match(/server\.ts:2:14: /);
    expect(status).to.not.equal(0);
  });

  it("is named in errors by its lines, without the kit's", () => {
    const error = new Error("on purpose");
    error.stack = [
      "Error: on purpose",
      "    at KVServer.set (/a lab/server.ts:41:7)",
      "    at async /a lab/Store.ts:3:1",
      "    at ask (/a lab/real/httpNode.ts:9:9)",
      "    at Fastify (/elsewhere/node_modules/fastify/fastify.js:1:1)",
    ].join("\n");
    expect(studentLinesInNode(error, "/a lab")).to.deep.equal(["server.ts:41:7", "Store.ts:3:1"]);
    expect(studentLinesInNode("no error", "/a lab")).to.deep.equal([]);
  });
});

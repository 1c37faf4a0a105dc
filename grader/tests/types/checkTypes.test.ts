import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { readLab } from "toolkit/labs/readLab";
import { checkTypes, MOST_TYPE_ERROR_CHARACTERS, MOST_TYPE_ERRORS } from "../../src/types/checkTypes";
import { TYPE_CHECK_OUT_OF_TIME } from "../../src/types/limitTypeCheckTime";
import { startTypeCheck } from "../../src/types/startTypeCheck";
import type { TypeCheckRequest } from "../../src/types/TypeCheck";
import { TypeCheckCache } from "../../src/types/TypeCheckCache";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

const lab = readLab(KIT_ROOT, "lab1");
const { student, given } = lab.manifest;

function request(files: Record<string, string>): TypeCheckRequest {
  const submission = join(temporaryFolder(), "lab1");
  mkdirSync(submission);
  for (const [name, content] of Object.entries({ "client.ts": "", "server.ts": "", ...files })) {
    mkdirSync(join(submission, name, ".."), { recursive: true });
    writeFileSync(join(submission, name), content);
  }
  return { lab: "lab1", labFolder: lab.folder, submission, student, given };
}

/** Codes and messages, a line each. */
function messages(files: Record<string, string>): string[] {
  return checkTypes(request(files)).errors.map(({ code, message }) => `${code} ${message}`);
}

describe("checkTypes", function () {
  this.timeout(120_000);
  const secret = temporaryFolder({
    "secret.ts": 'export const secret = "canary" as const;',
    "secret.json": '{ "secret": "canary" }',
    "secret.d.ts": 'declare const hidden: "canary";',
    "plain.txt": "canary canary",
    "package.json": '{ "type": "module", "secret": "canary" }',
  }).replaceAll("\\", "/");

  it("passes on that an await may be missing", () => {
    const client = `const later = (): Promise<string> => Promise.resolve("a");
export const length = async (): Promise<number> => later().length + (await later()).size;`;
    expect(messages({ "client.ts": client })).to.deep.equal([
      "TS2339 Property 'length' does not exist on type 'Promise<string>'. Did you forget to use 'await'?",
      "TS2339 Property 'size' does not exist on type 'string'.",
    ]);
  });

  it("finds no error in the solution, which uses given files, labrpc, Node and the language's library", () => {
    const solution = ["client.ts", "server.ts", "types.ts"].map((name): [string, string] => [
      name,
      readFileSync(join(KIT_ROOT, "solutions/lab1", name), "utf8"),
    ]);
    const more = `import { createHash } from "node:crypto";
import { TimeoutError } from "labrpc";
export const hash = (key: string): string => createHash("sha256").update(key).digest("hex");
export const error: Error = new TimeoutError("late");`;
    const files = Object.fromEntries(solution);
    expect(
      messages({
        ...files,
        "client.ts": `import "./more/more";\n${files["client.ts"] ?? ""}`,
        "more/more.ts": more,
      }),
    ).to.deep.equal([]);
  });

  it("says which module was meant", () => {
    const client = ["labrcp", "./typse", "nothing-like-it"].map(
      (name) => `import "${name}"; import * as x${String(name.length)} from "${name}";`,
    );
    expect(
      messages({ "client.ts": client.join("\n") }).filter((text) => text.startsWith("TS2307")),
    ).to.deep.equal([
      "TS2307 Cannot find module 'labrcp' or its corresponding type declarations. Did you mean 'labrpc'?",
      "TS2307 Cannot find module './typse' or its corresponding type declarations. Did you mean './types'?",
      "TS2307 Cannot find module 'nothing-like-it' or its corresponding type declarations.",
    ]);
  });

  it("tells a slip that a line makes twice once", () => {
    const client =
      "declare const a: number, b: number;\nexport const order = [String(a) < String(b), String(a) > String(b)];";
    expect(messages({ "client.ts": client }).map((text) => text.slice(0, 4))).to.deep.equal(["text"]);
  });

  it("takes what the submission does not have from the files that the lab gives", () => {
    const client = 'import type { GetArgs } from "./types";\nexport const args: GetArgs = { key: 1 };';
    expect(messages({ "client.ts": client })).to.deep.equal([
      "TS2322 Type 'number' is not assignable to type 'string'.",
    ]);
  });

  it("sees nothing outside of the submission, whatever is imported or referred to", () => {
    const found = messages({
      "client.ts": `/// <reference path="${secret}/secret.d.ts" />
/// <reference path="${secret}/plain.txt" />
/// <reference types="mocha" />
import { secret } from "${secret}/secret";
import data from "${secret}/secret.json";
import up from "../../../../../../../../../..${secret}/secret";
import { simulate } from "labrpc/simulation";
import * as ts from "typescript";
import * as hidden from "../tests/basic.test";
import * as pack from "${secret}/package.json";
const a: number = secret;
const b: number = data;
const c: number = hidden;
`,
    });
    const text = found.join("\n");
    // The student's own words are quoted; what lies there is not.
    expect(text).not.to.contain("canary");
    expect(found.filter((line) => /^TS(2307|6053|2688|2732|6054)/.test(line))).to.have.length(10);
    expect(found.filter((line) => line.startsWith("TS2322"))).to.deep.equal([]);
    expect(text)
      .not.to.contain(KIT_ROOT)
      .and.not.to.match(/tmp.*lab1/);
  });

  it("takes the submission's files before the lab's, and names both without a place on the machine", () => {
    const [message] = messages({
      "types.ts": "export class Box { #own = 1; }",
      "other.ts": "export class Box { #own = 1; }",
      "client.ts":
        'import { Box } from "./types";\nimport { Box as Other } from "./other";\nexport const box: Box = new Other();',
    });
    expect(message).to.match(/^TS2322 /);
    expect(message).not.to.match(/["'(]\/|tmp/);
    expect(messages({ "client.ts": 'import type { None } from "./types";' })[0]).to.equal(
      "TS2305 Module '\"./types\"' has no exported member 'None'.",
    );
  });

  it("lists few of many errors, and little of a long one", () => {
    const name = "n".repeat(10_000);
    const { errors, more } = checkTypes(
      request({ "client.ts": `const ${name} = 1;\n` + `${name}.x${name};\n`.repeat(300) }),
    );
    expect(errors).to.have.length(MOST_TYPE_ERRORS);
    expect(more).to.equal(100);
    for (const { message } of errors) expect(message).to.have.length.at.most(MOST_TYPE_ERROR_CHARACTERS + 1);
  });
});

describe("startTypeCheck", function () {
  this.timeout(120_000);

  it("keeps the answer for the same files, wherever they lie", async () => {
    const files = { "client.ts": `export const x: string = ${String(Date.now())};` };
    const first = request(files);
    expect(new TypeCheckCache(first).read()).to.equal(undefined);
    const found = await startTypeCheck(first);
    expect(found).to.deep.include({ kind: "checked", more: 0 });
    expect(new TypeCheckCache(request(files)).read()?.errors).to.have.length(1);
    expect(new TypeCheckCache(request({ ...files, "more.ts": "" })).read()).to.equal(undefined);
  });

  it("gives up what the compiler cannot do, and says why", async () => {
    const deep = `export const x = ${"(".repeat(20_000)}1${")".repeat(20_000)};`;
    const found = await startTypeCheck(request({ "client.ts": deep }));
    expect(found).to.deep.equal({
      kind: "unavailable",
      message: "types could not be checked: the code is nested too deeply",
    });
  });

  it("is ended by its limit of processor time, with words that are known", () => {
    const register = join(KIT_ROOT, "toolkit/bin/register");
    const limit = join(KIT_ROOT, "grader/src/types/limitTypeCheckTime.ts");
    const code = `require(${JSON.stringify(register)}); require(${JSON.stringify(limit)}).limitTypeCheckTime(1500); for (;;);`;
    const { signal, stderr } = spawnSync(process.execPath, ["-e", code], {
      encoding: "utf8",
      timeout: 100_000,
    });
    expect(signal).to.equal("SIGKILL");
    expect(stderr).to.contain(TYPE_CHECK_OUT_OF_TIME);
  });
});

import { expect } from "chai";
import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { isCompiled } from "labrpc/compile";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import { CompileServer } from "../../src/compile/CompileServer";
import { isCompiledForHosts, type CompileRequest } from "../../src/compile/compileSubmission";

describe("CompileServer", () => {
  let server: CompileServer;
  beforeEach(() => {
    server = new CompileServer();
  });
  afterEach(() => {
    server.stop();
  });

  it("compiles what is not compiled yet, as workers run it and as they record it", async () => {
    const request = freshSubmission(`class Store { #id = "${randomUUID()}"; get id() { return this.#id; } }`);
    expect(isCompiledForHosts(request)).to.equal(false);
    await server.compiled(request);
    expect(isCompiledForHosts(request)).to.equal(true);
  });

  it("compiles a submission's own file in place of one that the lab gives", async () => {
    const request = { ...freshSubmission("export {};"), given: ["scenarios.ts"] };
    const own = `export const scenarios = "${randomUUID()}";`;
    writeFileSync(join(request.submission, "scenarios.ts"), own);
    await server.compiled(request);
    expect(isCompiled(own, true)).to.equal(true);
  });

  it("leaves what does not parse, and what is not there, to the workers", async () => {
    const broken = freshSubmission(`const id = "${randomUUID()}`);
    const gone = { ...broken, submission: join(broken.submission, "gone") };
    await Promise.all([server.compiled(broken), server.compiled(gone)]);
    const next = freshSubmission(`export const id = "${randomUUID()}";`);
    await server.compiled(next);
    expect(isCompiledForHosts(next)).to.equal(true);
  });

  it("holds nobody up once it is stopped", async () => {
    server.stop();
    await server.compiled(freshSubmission(`export const id = "${randomUUID()}";`));
  });
});

function freshSubmission(text: string): CompileRequest {
  const submission = temporaryFolder();
  writeFileSync(join(submission, "server.ts"), text);
  return { submission, lab: KIT_ROOT, student: ["server.ts"], given: [] };
}

import { expect } from "chai";
import { join } from "node:path";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { readLab } from "toolkit/labs/readLab";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import { TypeCheckServer } from "../../src/types/TypeCheckServer";
import type { TypeCheckRequest } from "../../src/types/TypeCheck";

const lab = readLab(KIT_ROOT, "lab1");
const { student, given } = lab.manifest;

function request(submission: string): TypeCheckRequest {
  return { lab: "lab1", labFolder: lab.folder, submission, student, given };
}

describe("TypeCheckServer", function () {
  this.timeout(120_000);
  let server: TypeCheckServer;
  beforeEach(() => {
    server = new TypeCheckServer();
  });
  afterEach(() => {
    server.stop();
  });

  it("has an answer, and does not reject, where the submission is gone", async () => {
    const { kind } = await server.check(request(join(temporaryFolder(), "gone")));
    expect(kind).to.equal("unavailable");
  });

  it("does not check what nobody waits for any more", async () => {
    const folder = temporaryFolder({ "client.ts": "const n: number = 'text';", "server.ts": "" });
    const { kind } = await server.check(request(folder), AbortSignal.abort());
    expect(kind).to.equal("unavailable");
  });
});

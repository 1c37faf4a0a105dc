import { expect } from "chai";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { readLab } from "toolkit/labs/readLab";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import { checkTypes } from "../../../src/types/checkTypes";

const lab = readLab(KIT_ROOT, "lab1");
const { student, given } = lab.manifest;

/** Lines at which identities are shared, of a whole client. */
function sharedIn(client: string): number[] {
  const submission = join(temporaryFolder(), "lab1");
  mkdirSync(submission);
  writeFileSync(join(submission, "client.ts"), `import { randomUUID } from "node:crypto";\n${client}`);
  writeFileSync(join(submission, "server.ts"), "");
  const { errors } = checkTypes({ lab: "lab1", labFolder: lab.folder, submission, student, given });
  return errors.filter(({ code }) => code === "shared").map(({ line }) => line);
}

const clerk = (top: string, fields: string, id: string): string =>
  `${top}\nexport class Clerk { ${fields}\n put(key: string): unknown {\n return ${id}; } }`;

describe("sharedIdentities", function () {
  this.timeout(60_000);

  it("are found where the module draws the identity and each object counts for itself", () => {
    for (const [top, fields, id] of [
      ["const CLIENT = randomUUID();", "#seq = 0;", "{ client: CLIENT, seq: ++this.#seq, key }"],
      ["const client = Math.random();", "seq = 0;", "{ client, seq: this.seq++ }"],
      [
        "const ID = Date.now();",
        "readonly #client = ID; #seq = 0;",
        "{ client: this.#client, seq: ++this.#seq }",
      ],
    ] as const)
      expect(sharedIn(clerk(top, fields, id)), id).to.deep.equal([5]);
  });

  it("are none where each object has its own, where the module counts as well, or more goes with the pair", () => {
    for (const [top, fields, id] of [
      ["", "readonly #client = randomUUID(); #seq = 0;", "{ client: this.#client, seq: ++this.#seq, key }"],
      ["const CLIENT = randomUUID(); let seq = 0;", "", "{ client: CLIENT, seq: ++seq }"],
      [
        "const CLIENT = randomUUID(); let clerks = 0;",
        "readonly #number = ++clerks; #seq = 0;",
        "{ client: CLIENT, clerk: this.#number, seq: ++this.#seq }",
      ],
      ['const KIND = "put";', "#seq = 0;", "{ kind: KIND, seq: ++this.#seq }"],
    ] as const)
      expect(sharedIn(clerk(top, fields, id)), id).to.deep.equal([]);
  });
});

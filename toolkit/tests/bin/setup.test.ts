import { expect } from "chai";
import { join } from "node:path";
import { isInstalled } from "../../bin/setup";
import { temporaryFolder } from "../support/temporaryFolder";

const lock = (packages: object): string => JSON.stringify({ packages });
const wanted = lock({
  "": { name: "kit" },
  "node_modules/a": { version: "1.0.0" },
  "node_modules/other-system": { version: "1.0.0", optional: true },
  "node_modules/workspace": { link: true, resolved: "workspace" },
});

describe("isInstalled", () => {
  it("is true when each package is there in its version", () => {
    const found = lock({ "node_modules/a": { version: "1.0.0" } });
    const root = temporaryFolder({ "package-lock.json": wanted, "node_modules/.package-lock.json": found });
    expect(isInstalled(root)).to.equal(true);
  });

  it("is false when a workspace that is there is not linked, as after an update", () => {
    const found = lock({ "node_modules/a": { version: "1.0.0" } });
    const files = { "package-lock.json": wanted, "node_modules/.package-lock.json": found };
    const workspace = { "workspace/package.json": "{}" };
    expect(isInstalled(temporaryFolder({ ...files, ...workspace }))).to.equal(false);
    const linked = { "node_modules/workspace/package.json": "{}" };
    expect(isInstalled(temporaryFolder({ ...files, ...workspace, ...linked }))).to.equal(true);
  });

  it("is false before the first installation", () => {
    expect(isInstalled(temporaryFolder({ "package-lock.json": wanted }))).to.equal(false);
  });

  for (const packages of [{}, { "node_modules/a": { version: "0.9.0" } }]) {
    it(`is false when there is ${JSON.stringify(packages)}`, () => {
      const files = { "package-lock.json": wanted, "node_modules/.package-lock.json": lock(packages) };
      expect(isInstalled(temporaryFolder(files))).to.equal(false);
    });
  }

  it("is true for this kit", () => {
    expect(isInstalled(join(__dirname, "../../.."))).to.equal(true);
  });
});

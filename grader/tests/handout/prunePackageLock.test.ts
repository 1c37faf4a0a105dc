import { expect } from "chai";
import { prunePackageLock } from "../../src/handout/prunePackageLock";

describe("prunePackageLock", () => {
  it("keeps what is needed, from where Node would take it", () => {
    const lock = {
      lockfileVersion: 3,
      packages: {
        "": { devDependencies: { a: "1", gone: "1" } },
        tool: { dependencies: { b: "2" } },
        "node_modules/tool": { resolved: "tool", link: true },
        "node_modules/a": { version: "1", dependencies: { b: "1" } },
        "node_modules/a/node_modules/b": { version: "1", dependencies: { c: "1" } },
        "node_modules/b": { version: "2" },
        "node_modules/c": { version: "1", devDependencies: { d: "1" } },
        "node_modules/d": { version: "1" },
        "node_modules/gone": { version: "1" },
      },
    };
    const manifests = new Map([
      ["", { name: "kit", devDependencies: { a: "1" } }],
      ["tool", { name: "tool", dependencies: { b: "2" } }],
    ]);
    const { packages } = prunePackageLock(lock, manifests);
    const left = Object.keys(lock.packages).filter(
      (key) => !["node_modules/d", "node_modules/gone"].includes(key),
    );
    expect(Object.keys(packages)).to.deep.equal(left);
    expect(packages[""]).to.deep.equal({ devDependencies: { a: "1" } });
  });
});

import { expect } from "chai";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import { placeOfMethod } from "../../src/worker/placeOfMethod";

const SERVER = `const get = (key: string) => key;
export class KVServer {
  constructor() {}
  async put(args: object) {
    get("k");
    this.get(args);
  }
  private async get<T>(args: T): Promise<T> {
    return args;
  }
  append = (args: object) => args;
}
`;

describe("placeOfMethod", () => {
  const folder = temporaryFolder({ "server.ts": SERVER });

  it("is the line in which a method begins, and none that calls it", () => {
    const placed = (method: string): unknown => placeOfMethod(folder, { module: "./server", method });
    expect(placed("get")).to.deep.equal({ file: "server.ts", line: 8, column: 17 });
    expect(placed("put")).to.deep.equal({ file: "server.ts", line: 4, column: 9 });
    expect(placed("constructor")).to.deep.equal({ file: "server.ts", line: 3, column: 3 });
    expect(placed("append")).to.equal(undefined);
  });

  it("looks into no other folder, and takes no pattern for a name", () => {
    for (const [module, method] of [
      ["../server", "get"],
      ["./none", "get"],
      ["./server", ".*"],
    ] as const)
      expect(placeOfMethod(folder, { module, method })).to.equal(undefined);
  });
});

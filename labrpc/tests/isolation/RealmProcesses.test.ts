import { join } from "node:path";
import { expect } from "chai";
import { RealmProcesses } from "../../src/isolation/process/RealmProcesses";
import { CodeBase } from "../../src/simulation/code/CodeBase";
import type { Realm } from "../../src/simulation/border/Realm";

const PROGRAM = join(__dirname, "support/lateProgram.js");
const FOLDER = join(__dirname, "../fixtures");

describe("RealmProcesses", function () {
  this.timeout(30_000);
  let realms: RealmProcesses;
  const rejected: string[] = [];
  const code = new CodeBase({ folder: FOLDER, modules: [] });

  beforeEach(() => {
    rejected.length = 0;
    const launch = { command: process.execPath, args: [PROGRAM] };
    realms = new RealmProcesses({ launch, processes: 1, secret: "s", onEnded: () => undefined });
  });

  afterEach(() => {
    realms.stop();
  });

  function begun(): Realm {
    const realm = realms.take(code);
    const bridge = {} as never;
    realm.begin({ code, bridge, recording: false, watching: false, rejected: (text) => rejected.push(text) });
    realm.kernel.host(1, 0, "server-0", 5, 0);
    return realm;
  }

  it("blames nobody for an answer that comes when its run is over", async () => {
    const first = begun();
    void first.bytesInUse(true);
    // The figure is asked for, and the run is given up, as others of a test are when one fails.
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    first.end(false);
    const second = begun();
    second.kernel.construct(1, 0, 1, "./server", "KVServer", "[]", 1);
    await new Promise<void>((resolve) => {
      second.whenReady(resolve);
    });
    expect(rejected).to.deep.equal([]);
    expect(await second.bytesInUse(false)).to.equal(1000);
    expect(rejected).to.deep.equal([]);
  });
});

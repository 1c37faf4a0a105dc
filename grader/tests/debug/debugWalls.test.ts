import { expect } from "chai";
import type { DebugChoice } from "labrpc/records";
import type { DebugView } from "labrpc/testing";
import { join } from "node:path";
import { readLab } from "toolkit/labs/readLab";
import { DebugPlace } from "../../src/debug/DebugPlace";
import { DebugWorker } from "../../src/debug/session/DebugWorker";
import type { IsolationChoice } from "../../src/grade/gradingIsolation";

const ROOT = join(__dirname, "../../..");
const CHOICES: readonly DebugChoice[] = [
  { kind: "do", call: "append", args: { clerk: "clerk-a", key: "k", arg: "x" } },
  { kind: "next", events: 1 },
  { kind: "lose", what: "reply server-0 → clerk-a 1" },
  { kind: "next", events: 4 },
];

describe("the walls around code that is debugged", function () {
  this.timeout(240_000);

  async function viewBehind(isolation: IsolationChoice): Promise<DebugView> {
    const lab = readLab(ROOT, "lab1");
    const what = { kind: "stage", setup: "one-server", seed: 1 } as const;
    const place = new DebugPlace({ root: ROOT, lab, choice: { kind: "solution" }, what, isolation });
    const welcome = place.welcome();
    expect(welcome.isolation === undefined).to.equal(isolation === "none");
    const worker = new DebugWorker(welcome, 120_000);
    try {
      return await worker.ask({ choices: CHOICES });
    } finally {
      worker.stop();
      place.dispose();
    }
  }

  it("change nothing of the run, nor of what hosts hold in it", async () => {
    const [open, walled] = [await viewBehind("none"), await viewBehind("process")];
    expect(open.missed).to.deep.equal([]);
    expect(walled.digest).to.equal(open.digest);
    expect(walled.hosts).to.deep.equal(open.hosts);
    expect(walled.pending).to.deep.equal(open.pending);
  });

  it("are not for the kit's own programs, as those of puzzles are", () => {
    const lab = readLab(ROOT, "lab1");
    const what = { kind: "puzzle", number: 1 } as const;
    const place = new DebugPlace({ root: ROOT, lab, choice: { kind: "solution" }, what });
    expect(place.welcome()).to.not.have.any.keys("isolation");
    place.dispose();
  });
});

import { expect } from "chai";
import { Simulation } from "labrpc/simulation";
import { DiskModel } from "../lab5/tests/support/disk/DiskModel";
import { showDisk } from "../lab5/tests/support/disk/showDisk";

interface Seen {
  readonly path: string;
  readonly after?: string;
}

/** What is to be seen of a disk while something is done with it. */
async function seenOf(job: (disk: DiskModel) => void): Promise<Seen[]> {
  const sim = new Simulation({ seed: 1, recordState: true });
  await sim.run((own) => {
    const disk = new DiskModel(own.random("disk"));
    showDisk(own, "disk-of-server-1", disk);
    job(disk);
    return Promise.resolve();
  });
  return (sim.state?.log.changes ?? []).map(({ host, object, path, after }) => {
    expect([host, object]).to.deep.equal(["disk-of-server-1", "Disk"]);
    return after === undefined ? { path } : { path, after };
  });
}

describe("the disk of lab 5 in the state of a run", () => {
  it("shows texts, what of them is flushed, new names, and what is gone", async () => {
    const seen = await seenOf((disk) => {
      void disk.write({ name: "a", text: "one" });
      void disk.flush({ name: "a" });
      void disk.append({ name: "a", text: " two" });
      void disk.rename({ from: "a", to: "b" });
      void disk.remove({ name: "b" });
    });
    expect(seen).to.deep.equal([
      { path: '["a"]', after: '"one"' },
      { path: '["a"].flushed', after: '""' },
      { path: '["a"].flushed' },
      { path: '["a"]', after: '"one two"' },
      { path: '["a"].flushed', after: '"one"' },
      { path: '["a"]' },
      { path: '["a"].flushed' },
      { path: '["b"]', after: '"one two"' },
      { path: '["b"].flushed', after: '"one"' },
      { path: '["b"]' },
      { path: '["b"].flushed' },
    ]);
  });

  it("loses a letter that two pieces share, and keeps one that is whole", async () => {
    const seen = await seenOf((disk) => {
      void disk.write({ name: "a", text: "x\ud83d" });
      void disk.append({ name: "a", text: "\ude00y" });
      void disk.append({ name: "a", text: "😀" });
    });
    const texts = seen.filter(({ path }) => path === '["a"]').map(({ after }) => after);
    expect(texts.slice(1)).to.deep.equal(['"x\ufffd\ufffdy"', '"x\ufffd\ufffdy😀"']);
  });

  it("shows what a crash leaves, and what is put there from outside", async () => {
    const seen = await seenOf((disk) => {
      disk.put("a", "kept");
      void disk.append({ name: "a", text: " and lost, perhaps" });
      disk.crash();
    });
    const left = seen.filter(({ path }) => path === '["a"]').map(({ after }) => after);
    expect(left[0]).to.equal('"kept"');
    expect(left.at(-1)).to.match(/^"kept/);
    expect(seen.at(-1)).to.deep.equal({ path: '["a"].flushed' });
  });

  it("shows head and tail of a long file", async () => {
    const [seen] = await seenOf((disk) => {
      disk.put("a", `first${"x".repeat(1_000)}last`);
    });
    expect(seen?.after).to.match(/^"firstx+" … "x+last" \(1009 characters\)$/);
  });
});

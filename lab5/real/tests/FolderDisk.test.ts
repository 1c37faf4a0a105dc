import { expect } from "chai";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import type { DiskNews } from "../disk/DiskTrouble";
import { FolderDisk } from "../disk/FolderDisk";
import { FolderInUse, FolderLock } from "../disk/FolderLock";

describe("lab 5: a disk of files", () => {
  let folder: string;
  let disk: FolderDisk;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "lab5-disk-"));
    disk = new FolderDisk(join(folder, "server1"));
  });
  afterEach(async () => {
    await disk.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const textOf = (name: string): string => readFileSync(join(folder, "server1", name), "utf8");

  it("does what was asked for in order, without waiting for each", async () => {
    const done = [
      disk.write("a", "lost"),
      disk.write("a", "1"),
      ...Array.from({ length: 50 }, (_, i) => disk.append("a", ` ${String(i)}`)),
      disk.flush("a"),
      disk.rename("a", "b"),
      disk.append("a", "новое"),
    ];
    await Promise.all(done);
    expect(textOf("b")).to.equal(`1 ${Array.from({ length: 50 }, (_, i) => i).join(" ")}`);
    expect(await disk.read("a")).to.equal("новое");
    expect((await disk.list()).sort()).to.deep.equal(["a", "b"]);
  });

  it("tells once that a file cannot be written, and once that it can again, whatever its number", async () => {
    const news: DiskNews[] = [];
    const told = new FolderDisk(join(folder, "server1"), (one) => news.push(one));
    const rejection = (job: Promise<void>): Promise<Error> =>
      job.then(
        () => new Error(),
        (error: unknown) => error as Error,
      );
    for (const number of [1, 2]) mkdirSync(join(folder, "server1", `log.${String(number)}`));
    const errors = [await rejection(told.append("log.1", "x")), await rejection(told.append("log.2", "x"))];
    expect(news).to.have.length(1);
    expect(news[0]).to.deep.include({ kind: "cannot write", file: "log.1" });
    for (const error of errors) expect(inspect(error), "one line").to.match(/^Error: EISDIR: .*$/);
    await told.append("log.3", "x");
    await told.flush("log.3");
    await told.flush("log.3");
    expect(news.slice(1)).to.deep.equal([{ kind: "writes again", file: "log.3" }]);
    await rejection(told.append("log.1", "x"));
    expect(news).to.have.length(3);
    await told.close();
  });

  it("appends to a file that was there, and replaces one on write and rename", async () => {
    writeFileSync(join(folder, "server1", "a"), "old ");
    await disk.append("a", "new");
    expect(textOf("a")).to.equal("old new");
    await disk.write("b", "b");
    await disk.rename("b", "a");
    expect(textOf("a")).to.equal("b");
    // The old file is closed: what is added goes to the one that has the name now.
    await disk.append("a", "c");
    expect(await disk.read("a")).to.equal("bc");
  });

  it("knows files that are not there", async () => {
    expect(await disk.read("none")).to.equal(undefined);
    await disk.remove("none");
    await disk.write("a", "x");
    await disk.remove("a");
    expect(await disk.read("a")).to.equal(undefined);
    expect(await disk.list()).to.deep.equal([]);
    expect(await rejection(disk.rename("none", "a"))).to.have.property("code", "ENOENT");
    // A failure holds up nothing.
    await disk.write("a", "y");
    expect(await disk.read("a")).to.equal("y");
  });

  for (const name of ["", ".", "..", "../x", "a/b", "a\\b", "a\0b", "C:x"])
    it(`refuses the name ${JSON.stringify(name)}`, async () => {
      for (const result of [
        disk.read(name),
        disk.write(name, ""),
        disk.append(name, ""),
        disk.rename("a", name),
      ])
        expect(await rejection(result)).to.be.instanceOf(RangeError);
    });

  it("is let go of even where nothing can be removed any more", () => {
    const lock = FolderLock.take(join(folder, "server2"));
    const file = join(folder, `server2.lock.${String(process.pid)}`);
    rmSync(file);
    // rm without "recursive" refuses a folder.
    mkdirSync(file);
    expect(() => lock.release()).to.not.throw();
    rmSync(file, { recursive: true });
  });

  it("belongs to one process", () => {
    const data = join(folder, "server1");
    const lock = FolderLock.take(data);
    // This process may take it again, as after a crash in a container where all have the same number.
    lock.release();
    // The process that started the tests runs too.
    const other = join(folder, `server1.lock.${String(process.ppid)}`);
    writeFileSync(other, "");
    expect(() => FolderLock.take(data))
      .to.throw(FolderInUse)
      .with.property("message")
      .that.includes(`process ${String(process.ppid)} uses it`);
    rmSync(other);
    // No process has such a number.
    writeFileSync(join(folder, "server1.lock.99999999"), "");
    FolderLock.take(data).release();
  });

  it("stays with a process that runs when somebody sets the clock", function () {
    if (process.platform !== "linux") this.skip();
    const data = join(folder, "server1");
    const other = join(folder, `server1.lock.${String(process.ppid)}`);
    // What that process would have written a year ago, by today's clock, and since the machine was started.
    writeFileSync(other, readFileSync("/proc/sys/kernel/random/boot_id"));
    const aYearAgo = new Date(Date.now() - 365 * 86_400_000);
    utimesSync(other, aYearAgo, aYearAgo);
    expect(() => FolderLock.take(data)).to.throw(FolderInUse);
    // The number belongs to another process since then, however new the file seems to be.
    writeFileSync(other, "another start of the machine");
    FolderLock.take(data).release();
  });
});

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.fail("expected a rejection, got none"),
    (error: unknown) => error,
  );
}

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { RealServers } from "./support/RealServers";

/** Often enough that a line per interval would be seen. */
const SAVE_EVERY_MS = 20;
const INTERVALS = 10;

async function until(what: string, holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`expected ${what} within 20 s`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe("lab 5: a disk that refuses", function () {
  this.timeout(60_000);
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "lab5-refuses-"))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("is told of in one sentence, once, and again when it does not any more", async () => {
    await using servers = await RealServers.start({ data: folder, saveEveryMs: SAVE_EVERY_MS });
    const end = servers.end();
    const unfinished = join(folder, "server1", "kv_store_server1.json.new");
    // A snapshot may be written at this moment.
    await until("a folder in the file's place", () => {
      try {
        mkdirSync(unfinished);
        return true;
      } catch {
        return false;
      }
    });
    await until("word of it", () => servers.lines.some((line) => line.includes("cannot write")));
    await new Promise((resolve) => setTimeout(resolve, INTERVALS * SAVE_EVERY_MS));
    const told = servers.lines.filter((line) => !line.includes("listens on port"));
    expect(told).to.have.length(1);
    expect(told[0]).to.match(
      /^Server 1 cannot write kv_store_server1\.json\.new: .*\(\w+\)\. It goes on, and tries again; what is in no file is lost when it ends$/,
    );
    expect((await end.call("handle", { command: "SET", key: "a", value: "1" })).status).to.equal("success");
    rmSync(unfinished, { recursive: true });
    await until(
      "better news",
      () => servers.lines.at(-1) === "Server 1 can write kv_store_server1.json.new again",
    );
  });

  it("makes a write an error where there is a log, and the server says which file and why", async function () {
    const small = join(folder, "small");
    mkdirSync(small);
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", small], { stdio: "ignore" });
    } catch {
      // Only root may do this, and only on Linux.
      this.skip();
    }
    try {
      await using servers = await RealServers.start({ data: small, log: true, saveEveryMs: 50 });
      const end = servers.end();
      writeFileSync(join(small, "filler"), "x".repeat(20_000));
      const statuses: string[] = [];
      for (let i = 0; i < 12; i++) {
        const value = "x".repeat(8_000);
        statuses.push((await end.call("handle", { command: "SET", key: `k${String(i)}`, value })).status);
      }
      expect(statuses[0]).to.equal("success");
      expect(statuses.at(-1)).to.equal("error");
      await new Promise((resolve) => setTimeout(resolve, 300));
      const told = servers.lines.filter((line) => line.includes("the disk is full (ENOSPC)"));
      expect(told).to.not.be.empty;
      // Of a file once, and once more each time after it could be written: never once an interval.
      const fileOf = (line: string): string => /(kv_store_\S+?)(?::| again)/.exec(line)?.[1] ?? "";
      const again = servers.lines.filter((line) => line.endsWith(" again")).map(fileOf);
      for (const file of new Set(told.map(fileOf)))
        expect(told.map(fileOf).filter((one) => one === file).length, servers.lines.join("\n")).to.be.at.most(
          1 + again.filter((one) => one === file).length,
        );
      expect(told.length, servers.lines.join("\n")).to.be.at.most(5);
      expect(
        servers.lines.filter((line) => line.includes(" at ")),
        "stacks",
      ).to.deep.equal([]);
      expect((await end.call("handle", { command: "GET", key: "k0" })).status).to.equal("success");
    } finally {
      execFileSync("umount", ["-l", small]);
    }
  });
});

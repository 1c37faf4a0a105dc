import { expect } from "chai";
import { zipSync } from "fflate";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { create as createTar, Header } from "tar";
import { readTarEntries } from "../../src/class/find/readTarEntries";
import { MOST_ARCHIVE_ENTRIES, unpackArchive } from "../../src/class/find/unpackArchive";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

async function unpacked(archive: string): Promise<string[]> {
  const folder = temporaryFolder();
  await unpackArchive(archive, folder, "class/ada.zip");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/"))
    .sort();
}

function zipOf(files: Parameters<typeof zipSync>[0]): string {
  const file = join(temporaryFolder(), "a.zip");
  writeFileSync(file, zipSync(files));
  return file;
}

async function failure(archive: string): Promise<string> {
  try {
    await unpacked(archive);
  } catch (error) {
    return (error as Error).message;
  }
  return "none";
}

const TEXT = Buffer.from("export {};\n");
/** A link, as Unix marks one in a zip. */
const LINK = 0o120777 << 16;

describe("unpackArchive", () => {
  it("unpacks regular files below the folder, and nothing else", async () => {
    const files = await unpacked(
      zipOf({
        "lab1/client.ts": TEXT,
        "lab1\\server.ts": TEXT,
        "lab1/link.ts": [Buffer.from("/etc/passwd"), { attrs: LINK, os: 3 }],
        "node_modules/x/index.ts": TEXT,
        "lab1/.git/config": TEXT,
      }),
    );
    expect(files).to.deep.equal(["lab1", "lab1/client.ts", "lab1/server.ts"]);
  });

  it("takes no archive with a path that leads out of the folder", async () => {
    for (const path of ["../out.ts", "/absolute.ts", "lab1/../../out.ts", "C:/out.ts", "a\\..\\..\\out.ts"])
      expect(await failure(zipOf({ "lab1/client.ts": TEXT, [path]: TEXT })), path).to.match(/^expected /);
    const from = temporaryFolder({ "inner/x.ts": "", "out.ts": "" });
    const file = join(temporaryFolder(), "a.tar");
    await createTar({ file, cwd: join(from, "inner"), preservePaths: true }, ["x.ts", "../out.ts"]);
    expect(await failure(file)).to.match(
      /expected files below the archive's own folder, got "\.\.\/out\.ts"/,
    );
  });

  it("unpacks a tar, without its links", async () => {
    const from = temporaryFolder({ "lab1/client.ts": "a\n", "secret.ts": "s\n" });
    symlinkSync(join(from, "secret.ts"), join(from, "lab1/link.ts"));
    const file = join(temporaryFolder(), "a.tgz");
    await createTar({ gzip: true, file, cwd: from }, ["lab1"]);
    expect(await unpacked(file)).to.deep.equal(["lab1", "lab1/client.ts"]);
    const folder = temporaryFolder();
    await unpackArchive(file, folder, "a.tgz");
    expect(readFileSync(join(folder, "lab1/client.ts"), "utf8")).to.equal("a\n");
  });

  it("stops at more than anybody hands in", async () => {
    const many = Object.fromEntries(
      Array.from({ length: MOST_ARCHIVE_ENTRIES + 1 }, (_, i) => [`${String(i)}.ts`, TEXT]),
    );
    expect(await failure(zipOf(many))).to.equal(
      "expected at most 5000 files in an archive, got more in class/ada.zip",
    );
    // Much of nothing is little in the archive.
    expect(await failure(zipOf({ "a.ts": [Buffer.alloc(65 * 2 ** 20), { level: 1 }] }))).to.match(
      /at most 64 MB in an archive/,
    );
  });

  it("says the same each time of files that cannot lie beside each other", async () => {
    const from = temporaryFolder({ "a.ts": "1\n" });
    const file = join(temporaryFolder(), "a.tar");
    await createTar({ file, cwd: from }, ["a.ts", "a.ts"]);
    const twice = 'expected files that can lie in one folder, got "a.ts", that is there twice';
    expect(await failure(file)).to.equal(
      `${twice}, or a folder as well, in class/ada.zip; ask for it once more`,
    );
    expect(await failure(zipOf({ a: TEXT, "a/b.ts": TEXT }))).to.match(
      /^expected files that can lie in one folder, got "a\/b\.ts", that is there twice, or a folder as well/,
    );
    expect(await failure(zipOf({ [`${"x".repeat(300)}.ts`]: TEXT }))).to.match(
      /whose name is too long, in class/,
    );
  });

  it("makes no more folders in folders than anybody looks into", async () => {
    const files = await unpacked(zipOf({ [`${"d/".repeat(200)}x.ts`]: TEXT, "client.ts": TEXT }));
    expect(files.length).to.equal(25);
    expect(files)
      .to.include("client.ts")
      .and.to.include(`${"d/".repeat(23)}d`);
  });

  it("stops in a tar that goes on and on, also where nobody takes it", async () => {
    // Each part is packed by itself, and a file is the parts one after the other: 8 MB of zeros in some kilobytes.
    const zeros = Buffer.concat(Array.from({ length: 8 }, () => gzipSync(Buffer.alloc(2 ** 20))));
    const endless = (path: string): string => {
      const block = Buffer.alloc(512);
      new Header({ path, type: "File", size: 8 * 2 ** 30, mode: 0o644, mtime: new Date(0) }).encode(block);
      const file = join(temporaryFolder(), "a.tgz");
      writeFileSync(file, Buffer.concat([gzipSync(block), zeros]));
      return file;
    };
    expect(await failure(endless("zeros.ts"))).to.match(/^expected at most 64 MB in an archive/);
    let message = "none";
    try {
      await readTarEntries(endless("node_modules/zeros.bin"), (entry) => entry.resume(), 2 * 2 ** 20);
    } catch (error) {
      ({ message } = error as Error);
    }
    expect(message).to.match(/^expected at most 2 MB in an archive, with all that is left out of it/);
  });

  it("unpacks no archive within the packing", async () => {
    const [inner, outer] = [join(temporaryFolder(), "a.tgz"), join(temporaryFolder(), "b.tgz")];
    await createTar({ gzip: true, file: inner, cwd: temporaryFolder({ "a.ts": "1\n" }) }, ["a.ts"]);
    writeFileSync(outer, gzipSync(readFileSync(inner)));
    expect(await failure(outer)).to.match(/packed in a way that is not known/);
  });

  it("says what a broken archive is", async () => {
    const folder = temporaryFolder({ "a.zip": "no zip", "a.tgz": "no tar" });
    for (const name of ["a.zip", "a.tgz"])
      expect(await failure(join(folder, name))).to.match(
        /^expected an archive that can be opened, got class\/ada\.zip: .*ask for it once more$/,
      );
    mkdirSync(join(folder, "d.zip"));
    expect(await failure(join(folder, "d.zip"))).to.match(/expected an archive/);
  });
});

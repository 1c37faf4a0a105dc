import { expect } from "chai";
import { zipSync } from "fflate";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { create as createTar } from "tar";
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

import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { classOf, gradeFolders, RIGHT, rowsOf, WRONG, type ClassFolders } from "../support/classFolders";

const IDS = Array.from({ length: 8 }, (_, at) => `s${String(at)}`);
const KILLS = 20;

/** Grades a class in a process of its own, and kills that after so many lines and then so many real ms; never if undefined. */
async function gradeInProcess(
  { submissions, out, roster }: ClassFolders,
  temporary: string,
  killed?: { readonly lines: number; readonly ms: number },
): Promise<{ readonly errors: string; readonly signal: string | null }> {
  const program = join(__dirname, "../support/classProgram.ts");
  const child = spawn(
    process.execPath,
    [
      "-r",
      "toolkit/register",
      program,
      "sum",
      "--submissions",
      submissions,
      "--out",
      out,
      "--roster",
      roster,
      "--jobs",
      "2",
    ],
    {
      env: { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  let errors = "";
  let isDoomed = false;
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
    if (killed === undefined || isDoomed || errors.split("\n").length <= killed.lines) return;
    isDoomed = true;
    void sleep(killed.ms).then(() => child.kill("SIGKILL"));
  });
  const [, signal] = (await once(child, "close")) as [number | null, string | null];
  return { errors, signal };
}

describe("a class that is killed", () => {
  // Not one like the other: what is kept of one run is no run of another.
  const files = Object.fromEntries(
    IDS.map((id, at) => [`${id}/client.ts`, `${at % 2 === 0 ? RIGHT : WRONG}// ${id}\n`]),
  );
  const roster = ["username,name", ...IDS.map((id) => `${id},${id}`)].join("\n");

  it(`loses no row, gives nobody two, and leaves nothing behind: ${String(KILLS)} times SIGKILL`, async () => {
    const folders = classOf(files, roster);
    const temporary = join(folders.out, "../tmp");
    mkdirSync(temporary);
    const kept: number[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      const { errors } = await gradeInProcess(folders, temporary, {
        // After each row once, and then wherever it is, from its start on.
        lines: kill < IDS.length ? kill : Math.floor(Math.random() * IDS.length),
        ms: Math.random() * 60,
      });
      kept.push(errors.match(/\(kept\)/g)?.length ?? 0);
    }
    // It came further each time, or it would not have been killed.
    expect(Math.max(...kept)).to.be.greaterThan(0);
    const { errors, signal } = await gradeInProcess(folders, temporary);
    expect(signal).to.equal(null);
    expect(errors.match(/^sum \d+\/8 /gm)).to.have.length(IDS.length);
    const whole = classOf(files, roster);
    await gradeFolders(whole);
    expect(rowsOf(folders)).to.deep.equal(rowsOf(whole));
    expect(Object.keys(rowsOf(folders))).to.deep.equal(IDS);
    expect(readFileSync(join(folders.out, "gradebook.csv"), "utf8")).to.equal(
      readFileSync(join(whole.out, "gradebook.csv"), "utf8"),
    );
    for (const id of IDS)
      expect(readdirSync(join(folders.out, "students", id, "reports/sum")), id).to.deep.equal(
        readdirSync(join(whole.out, "students", id, "reports/sum")),
      );
    expect(readdirSync(temporary).filter((name) => name.includes("submission"))).to.deep.equal([]);
    expect(
      readdirSync(join(folders.out, ".kept"), { recursive: true }).filter((name) =>
        /\.\d+$/.test(String(name)),
      ),
    ).to.deep.equal([]);
  }).timeout(400_000);
});

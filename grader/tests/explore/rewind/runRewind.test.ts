import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import { curveFile, type CurveFile } from "../../../src/explore/rewind/curveFile";
import { runExploreCommand } from "../../../src/explore/runExploreCommand";
import { chaff, exploreLab1 } from "../../support/exploreLab1";
import { runCommand, type Ran } from "../../support/runGrade";

const CURVE = join(KIT_ROOT, "reports/lab1/explore/TestUnreliable.curve");

/** The server remembers an append just long enough for a retry that is as fast as that of the replay. */
const FORGETFUL = {
  "client.ts": `let ids = 0;
    export class Clerk {
      #server; #id = crypto.randomUUID();
      constructor([server]) { this.#server = server; }
      async #call(method, args) {
        const id = this.#id + ids++;
        for (;;) {
          try { return (await this.#server.call(method, { ...args, id })).value; }
          catch { await new Promise((resolve) => setTimeout(resolve, 50)); }
        }
      }
      get(key) { return this.#call("get", { key }); }
      put(key, value) { return this.#call("put", { key, value }); }
      append(key, arg) { return this.#call("append", { key, arg }); }
    }`,
  "server.ts": `export class KVServer {
      #values = new Map(); #done = new Map();
      get({ key }) { return { value: this.#values.get(key) ?? "" }; }
      put({ key, value }) { this.#values.set(key, value); return { value: "" }; }
      append({ key, arg, id }) {
        const done = this.#done.get(id);
        if (done !== undefined && Date.now() - done.at < 1_052) return { value: done.value };
        const value = this.#values.get(key) ?? "";
        this.#values.set(key, value + arg);
        this.#done.set(id, { value, at: Date.now() });
        return { value };
      }
    }`,
};

/** `explore` without a lab: the replay says which. */
function rewind(...args: string[]): Promise<Ran> {
  return runCommand(runExploreCommand, args, { root: KIT_ROOT, cwd: KIT_ROOT });
}

function written(): CurveFile {
  return curveFile.parse(JSON.parse(readFileSync(`${CURVE}.json`, "utf8")));
}

describe("explore --from a failing run", function () {
  this.timeout(120_000);
  let code = "";
  /** An append is executed again when its reply was lost. */
  const wrong = chaff("no-duplicate-check");

  before(async () => {
    const { out } = await exploreLab1(...wrong, "--test", "TestUnreliable", "--from", "3", "--seeds", "1");
    code = /replay2\.\S+/.exec(out)?.[0] ?? "";
    expect(code, out).to.not.equal("");
  });

  it("says from when on the failure was certain, and what happened there", async () => {
    const { code: exit, out } = await rewind("--from", code, ...wrong, "--seeds", "20", "--for", "100s");
    expect(exit).to.equal(1);
    expect(out).to.match(
      /From \d\.\d ms on the failure is certain: then the reply to append\(.*\) from server-0 to clerk-0 was lost\. Until then its likelihood was \d+ %\./,
    );
    const { moments, ended, text } = written();
    expect(out).to.include(text);
    expect(ended).to.equal("all");
    const lost = moments.findIndex(({ failed, runs }) => failed === runs);
    expect(lost).to.be.greaterThan(3);
    for (const { failed, runs } of moments.slice(0, lost)) expect(failed).to.be.lessThan(runs / 2);
    for (const { failed, runs } of moments.slice(lost)) expect([failed, runs]).to.deep.equal([20, 20]);
    expect(readFileSync(`${CURVE}.html`, "utf8")).to.include('"likelihood":{"text":"From');
  });

  it("measures the same with the same options, whatever the number of processes", async () => {
    const all: CurveFile[] = [];
    for (const jobs of ["1", "3"]) {
      await rewind("--from", code, ...wrong, "--seeds", "12", "--for", "100s", "--jobs", jobs);
      all.push(written());
    }
    expect(all[0]?.moments[0]?.runs).to.equal(12);
    expect(all[1]).to.deep.equal(all[0]);
  });

  it("says after a change how sure it is that the failure is gone", async () => {
    await rewind("--from", code, ...wrong, "--seeds", "20", "--for", "100s");
    const { code: exit, out } = await rewind("--from", code, "--solution");
    expect(exit).to.equal(0);
    expect(out).to.match(
      /✓ (one clean run|\d clean runs) from \d.* ms on: such a failure would have shown with p ≥ 95 % \(before the change, 20 of 20 runs from there failed\)/,
    );
    const few = await rewind("--from", code, ...chaff("duplicate-check-for-put-only"), "--seeds", "5");
    expect(few.code).to.equal(1);
  });

  it("finds out that the mistake is still there, when only the one run passes", async () => {
    await rewind("--from", code, ...wrong, "--seeds", "20", "--for", "100s");
    const args = ["--submission", temporaryFolder(FORGETFUL), "--seeds", "60", "--for", "100s"];
    const { code: exit, out } = await rewind("--from", code, ...args);
    expect(out).to.match(/the run of the replay passes now\n✗ \d+ of 60 runs from \d+\.\d ms on fail still/);
    expect(exit).to.equal(1);
  });

  it("refuses what is no replay, or none of a test over seeds", async () => {
    const file = join(temporaryFolder({ "half.json": '{"schema":"replay/v1"}' }), "half.json");
    for (const [args, message] of [
      [["--from", "nothing.json"], /expected a replay: .*got nothing\.json \(no such file\)/],
      [["--from", file], /is not a complete replay/],
      [["--from", code, "--test", "TestBasic"], /leave --test out/],
      [["lab2", "--from", code], /expected a replay of lab2, got one of lab1/],
    ] as const) {
      const { code: exit, errors } = await rewind(...args);
      expect(errors).to.match(message);
      expect(exit).to.equal(2);
    }
    const { out } = await exploreLab1(...wrong, "--strategy", "exhaustive", "--runs", "200");
    const order = /replay2\.\S+/.exec(out)?.[0] ?? "";
    const { code: exit, errors } = await rewind("--from", order, ...wrong);
    expect(errors).to.match(/expected the replay of a test over seeds, got one order of the small scenario/);
    expect(exit).to.equal(2);
  });
});

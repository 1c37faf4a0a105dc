import { expect } from "chai";
import type { ScenarioRow } from "labrpc/testing";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import { stage } from "../../../lab5/tests/stage";

const SOLUTION = join(__dirname, "../../../solutions/lab5");

/** Judges one scenario of lab 5, beside our solution with something changed in one of its files. */
async function judged(
  body: string,
  { file, from, to }: { file: string; from: string; to: string },
): Promise<ScenarioRow | undefined> {
  const folder = temporaryFolder({});
  cpSync(SOLUTION, folder, { recursive: true });
  const source = readFileSync(join(folder, file), "utf8");
  expect(source).to.contain(from);
  writeFileSync(join(folder, file), source.replace(from, to));
  writeFileSync(
    join(folder, "scenarios.ts"),
    `export const scenarios = {\nasync "it"(stage) {\n${body}\n},\n};\n`,
  );
  const { rows, problem } = await stage.judge(folder, { seeds: 1, mistake: "plain-object-as-table" });
  expect(problem).to.equal(undefined);
  return rows[0];
}

/** What a scenario says of a part that some right programs do not have, and of our own with a mistake in it. */
const PARTS = {
  "several keys": {
    asks: `if ((await stage.client("client-a").mset({ k: "old" })) === "rejected") return;`,
    claims: `
      const b = stage.client("client-b");
      await b.expire("k", 60);
      await b.mset({ k: "new" });
      stage.expectEqual("what mget finds", await b.mget(["k", "-"]), { k: "new", "-": null });
      stage.expectEqual("the ttl", (await b.get("k")).ttl, null);`,
    mistake: { file: "server.ts", from: `this.#table.set(key, value);\n        return`, to: "return" },
    own: /what mget finds is wrong/,
  },
  "a password": {
    asks: `const first = await stage.send(1, { command: "SET", key: "k", value: "x", password: "wrong" });
      if (first.status === "success") return;`,
    claims: `
      const answer = await stage.send(1, { command: "SET", key: "k", value: "x" });
      stage.expectEqual("its status", answer.status, "error");
      stage.expect("the password stays secret", !answer.message.includes("secret"));
      stage.expectEqual("with it", (await stage.client("client-a").set("k", "x")).status, "success");`,
    mistake: {
      file: "server.ts",
      from: `"Authentication required"`,
      to: `"expected " + this.#config.password`,
    },
    own: /the password stays secret: that is not so/,
  },
  "a log": {
    asks: `const uses = await stage.diskUses(1);
      await stage.client("client-a").set("k", "x");
      await stage.sleep(100);
      if ((await stage.diskUses(1)) === uses) return;`,
    claims: `
      const b = stage.client("client-b");
      await b.set("k", "y");
      stage.kill(1);
      await stage.start(1);
      stage.expectEqual("the value after a kill", (await b.get("k")).value, "y");`,
    mistake: {
      file: "server.ts",
      from: `await this.#keep(["set", key, value, 0]);`,
      to: `if (value !== "y") await this.#keep(["set", key, value, 0]);`,
    },
    own: /the value after a kill is wrong/,
  },
  "a ring": {
    asks: `if ((await stage.ring([1], ["k"])) === "none") return;`,
    claims: `stage.expectEqual("where all keys are", await stage.ring([7], ["a", "b"]), [7, 7]);`,
    mistake: { file: "ring.ts", from: ".length]!.server;", to: ".length]!.server + 1;" },
    own: /where all keys are is wrong/,
  },
} as const;

describe("a scenario about an optional part", function () {
  this.timeout(120_000);

  for (const [part, { asks, claims, mistake, own }] of Object.entries(PARTS))
    it(`holds where it asks first, and finds what is wrong where it is there: ${part}`, async () => {
      const start = `await stage.startServers({ servers: 1, log: true, password: "secret" });`;
      const asked = await judged(`${start}\n${asks}\n${claims}`, mistake);
      expect(asked?.invalid?.explanation.message).to.equal(undefined);
      expect(asked?.own).to.match(own);
      const unasked = await judged(`${start}\n${claims}`, mistake);
      expect(unasked?.invalid).to.not.equal(undefined);
    });
});

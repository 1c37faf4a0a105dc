import { expect } from "chai";
import type { ScenarioRow } from "labrpc/testing";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import { stage as stageOfLab2 } from "../../../lab2/tests/stage";
import { stage as stageOfLab5 } from "../../../lab5/tests/stage";

/** The labs whose stages have optional parts, and one wrong program of each. */
const LABS = {
  lab2: { stage: stageOfLab2, wrong: "missing-key-is-a-wrong-version" },
  lab5: { stage: stageOfLab5, wrong: "plain-object-as-table" },
} as const;

/** Judges one scenario, beside our solution with something changed in one of its files. */
async function judged(
  lab: keyof typeof LABS,
  body: string,
  { file, from, to }: { file: string; from: string; to: string },
): Promise<ScenarioRow | undefined> {
  const folder = temporaryFolder({});
  cpSync(join(__dirname, "../../../solutions", lab), folder, { recursive: true });
  const source = readFileSync(join(folder, file), "utf8");
  expect(source).to.contain(from);
  writeFileSync(join(folder, file), source.replace(from, to));
  writeFileSync(
    join(folder, "scenarios.ts"),
    `export const scenarios = {\nasync "it"(stage) {\n${body}\n},\n};\n`,
  );
  const { stage, wrong } = LABS[lab];
  const { rows, problem } = await stage.judge(folder, { seeds: 1, mistake: wrong });
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

interface Part {
  /** The lines that ask whether the part is there. */
  readonly asks: string;
  readonly claims: string;
  readonly mistake: { readonly file: string; readonly from: string; readonly to: string };
  /** What is said of our own program with the mistake. */
  readonly own: RegExp;
}

/** The same of lab 2. */
const PARTS_OF_LAB_2 = {
  owners: {
    asks: `if (!(await b.acquire(0))) return;`,
    claims: `stage.expectEqual("release with a third object", await c.release(), "done");`,
    mistake: { file: "lock.ts", from: "if (seen.value !== this.#mine)", to: "if (seen.value !== '')" },
    own: /clerk-c held the lock "l" since .* but its release says that it does not/,
  },
  statistics: {
    asks: `if ((await client.statistics()) === "none") return;`,
    claims: `stage.expectEqual("requests", (await client.statistics()).requests, await stage.requests("clerk-c"));`,
    mistake: { file: "client.ts", from: "this.#seen.requests += 1;", to: "" },
    own: /requests is wrong/,
  },
} as const;
const STARTS = {
  lab2: `stage.startServer();
    const client = stage.clerk("clerk-c");
    const clerks = [stage.clerk("clerk-a"), stage.clerk("clerk-b"), client];
    const [a, b, c] = clerks.map((clerk) => stage.lock(clerk, "l", { owner: "me" }));
    await a.acquire();
    await client.get("k");`,
  lab5: `await stage.startServers({ servers: 1, log: true, password: "secret" });`,
} as const;

describe("a scenario about an optional part", function () {
  this.timeout(120_000);

  for (const [lab, parts] of [
    ["lab2", PARTS_OF_LAB_2],
    ["lab5", PARTS],
  ] as const)
    for (const [part, { asks, claims, mistake, own }] of Object.entries<Part>(parts))
      it(`holds where it asks first, and finds what is wrong where it is there: ${part}`, async () => {
        const start = STARTS[lab];
        const asked = await judged(lab, `${start}\n${asks}\n${claims}`, mistake);
        expect(asked?.invalid?.explanation.message).to.equal(undefined);
        expect(asked?.own).to.match(own);
        const unasked = await judged(lab, `${start}\n${claims}`, mistake);
        expect(unasked?.invalid).to.not.equal(undefined);
      });
});

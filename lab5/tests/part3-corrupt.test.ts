import type { RandomStream } from "labrpc/simulation";
import { expectValue } from "labrpc/testing";
import { expectKeys, expectReport, expectSuccess } from "./support/expectations";
import { OPTIONS, simulate, startServers } from "./support/harness";

const FILE = "kv_store_server1.json";

describe("Lab 5, part 3: what survives", () => {
  simulate("TestCorruptSnapshot", OPTIONS, async (sim) => {
    const kv = await startServers(sim, { servers: 1 });
    const ck = kv.client("client");
    for (let i = 0; i < 8; i++) await ck.set(`key-${String(i)}`, `value-${String(i)}`);
    for (const key of ["key-1", "key-5", "key-7"]) await ck.expire(key, 1_000_000);
    await kv.stop(1);
    const whole = kv.disk(1).textOf(FILE);
    if (whole === undefined)
      return sim.fail("a server that was stopped left no snapshot", {
        expected: `a file ${FILE}`,
        got: kv.disk(1).names.join(", "),
      });
    const random = sim.random("damage");
    const damages: readonly (readonly [string, string])[] = [
      ["cut off", whole.slice(0, random.int(whole.length - 1))],
      ["cut off by its last character", whole.trimEnd().slice(0, -1)],
      ["empty", ""],
      ["garbage", "\u0000\u0001 not a snapshot"],
      ["another JSON text", "[]"],
      ["damaged in a value", whole.replace("value-3", "vaXue-3")],
      ["without one of its values", whole.replace("value-3", "value-4")],
    ];
    const two = Array.from({ length: 2 }, () => damagedSomewhere(whole, random));
    for (const [what, text] of [...random.shuffle(damages).slice(0, 3), ...two]) {
      // A value that is not there as it was set cannot be damaged in this way.
      if (text === whole) continue;
      kv.disk(1).put(FILE, text);
      const report = await kv.start(1);
      expectValue(`what a server found whose snapshot is ${what}`, report.kind, "corrupt");
      if (report.kind === "corrupt" && !`${report.file} ${report.message}`.includes(FILE))
        sim.fail("the report of a corrupt snapshot does not name the file", {
          expected: FILE,
          got: report.message,
        });
      expectKeys(`KEYS of a server whose snapshot is ${what}`, (await ck.keys(1))[0]?.keys, []);
      const kept = kv.disk(1).names.some((name) => kv.disk(1).textOf(name) === text);
      expectValue(`whether the snapshot that is ${what} is kept for somebody to look at`, kept, true);
      // It goes on with nothing, and saves as ever.
      expectSuccess("SET after that", await ck.set("new", what));
      expectReport("the next start", await kv.restart(1, "stop"), { kind: "restored", keys: 1 });
      expectSuccess("GET after that", await ck.get("new"), { value: what });
      await kv.stop(1);
    }
    kv.disk(1).put(FILE, whole);
    expectReport("the start with the whole snapshot", await kv.start(1), { kind: "restored", keys: 8 });
  });
});

/** One character is another one, between the first and the last key of a snapshot. */
function damagedSomewhere(whole: string, random: RandomStream): readonly [what: string, text: string] {
  const parts = [...whole.matchAll(/key-\d|value-\d/g)].map(({ index }) => index);
  const from = parts.length === 0 ? Math.floor(whole.length / 4) : Math.min(...parts);
  const to = parts.length === 0 ? Math.floor(whole.length / 2) : Math.max(...parts) + "value-0".length;
  const places = [...whole.slice(from, to).matchAll(/[0-9A-Za-z]/g)].map(({ index }) => from + index);
  const at = places[random.int(places.length - 1)] ?? from;
  const old = whole.charAt(at);
  const other = /\d/.test(old) ? String((Number(old) + 1) % 10) : old === "x" ? "y" : "x";
  return [
    `damaged in one place, where ${JSON.stringify(whole.slice(Math.max(0, at - 10), at + 10))} was,`,
    whole.slice(0, at) + other + whole.slice(at + 1),
  ];
}

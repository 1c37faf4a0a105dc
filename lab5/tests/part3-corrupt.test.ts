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
    const somewhere = (["beginning", "middle", "end"] as const).map((zone) =>
      damagedSomewhere(whole, zone, random),
    );
    for (const [what, text] of [...random.shuffle(damages).slice(0, 2), ...somewhere]) {
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

/** So many characters at either end of a file are what a program writes of its own accord. */
const END = 16;

/**
 * "A character that is changed, lost or added, anywhere in the file, its two ends included": often a digit, since a number
 * is as good a number when it is another one. In the middle, between the first and the last key.
 */
function damagedSomewhere(
  whole: string,
  zone: "beginning" | "middle" | "end",
  random: RandomStream,
): readonly [what: string, text: string] {
  const parts = [...whole.matchAll(/key-\d|value-\d/g)].map(({ index }) => index);
  const [from, to] = {
    beginning: [0, END],
    middle:
      parts.length === 0
        ? [Math.floor(whole.length / 4), Math.floor(whole.length / 2)]
        : [Math.min(...parts), Math.max(...parts) + "value-0".length],
    end: [Math.max(0, whole.trimEnd().length - END), whole.length],
  }[zone] as [number, number];
  const places = [...whole.slice(from, to).matchAll(/[0-9A-Za-z]/g)].map(({ index }) => from + index);
  const digits = places.filter((place) => /\d/.test(whole.charAt(place)));
  const at = random.pick(digits.length > 0 && random.chance(0.5) ? digits : [...places, from]);
  const old = whole.charAt(at);
  const other = /\d/.test(old) ? String((Number(old) + 1) % 10) : old === "x" ? "y" : "x";
  const [how, now] = random.pick([
    ["changed", other],
    ["added", old + other],
    ["lost", ""],
  ] as const);
  return [
    `damaged by a character that is ${how}, where ${JSON.stringify(whole.slice(Math.max(0, at - 10), at + 10))} was,`,
    whole.slice(0, at) + now + whole.slice(at + 1),
  ];
}

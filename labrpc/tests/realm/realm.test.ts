import { expect } from "chai";
import { ADDED_GLOBALS, builtins, GLOBALS } from "../../src/realm/intrinsics/builtins";
import { TAKEN_AWAY } from "../../src/realm/realmGlobal";
import type { Remote, Simulation } from "../../src/simulation";
import type { Found, Inventory } from "../fixtures/inventory";
import { run, startServer } from "../support/run";

/** How a walk comes to objects that have names in the specification only. */
const OTHER_WAYS: Record<string, string> = {
  "Object.prototype.constructor, getter.[[Prototype]]": "Function.prototype",
  "Uint8Array.prototype.[[Prototype]]": "%TypedArray%.prototype",
  "Uint8Array.prototype.[[Prototype]].constructor": "%TypedArray%",
  "%GeneratorFunction.prototype%.prototype": "%GeneratorPrototype%",
  "%GeneratorFunction.prototype%.prototype.[[Prototype]]": "%IteratorPrototype%",
  "%AsyncGeneratorFunction.prototype%.prototype": "%AsyncGeneratorPrototype%",
  "%AsyncGeneratorFunction.prototype%.prototype.[[Prototype]]": "%AsyncIteratorPrototype%",
};

/** What the kit adds, and what the package buffer has. */
const ADDED: Record<string, string> = {
  "": `${GLOBALS} ${ADDED_GLOBALS} ${Object.keys(TAKEN_AWAY).join(" ")}`,
  ".[[Prototype]]": "constructor",
  "TextEncoder.prototype": "constructor encode",
  "TextDecoder.prototype": "constructor decode",
  "AbortController.prototype": "constructor abort",
  "Event.prototype": "constructor preventDefault",
  "EventTarget.prototype": "constructor addEventListener removeEventListener dispatchEvent",
  Buffer:
    "TYPED_ARRAY_SUPPORT poolSize from alloc allocUnsafe allocUnsafeSlow isBuffer compare isEncoding concat byteLength",
  "Buffer.prototype": `constructor parent offset _isBuffer @@nodejs.util.inspect.custom toString toLocaleString toLocalString equals inspect compare
    includes indexOf lastIndexOf write toJSON slice copy fill swap16 swap32 swap64
    readUIntLE readUintLE readUIntBE readUintBE readUInt8 readUint8 readUInt16LE readUint16LE readUInt16BE readUint16BE
    readUInt32LE readUint32LE readUInt32BE readUint32BE readBigUInt64LE readBigUInt64BE readIntLE readIntBE readInt8
    readInt16LE readInt16BE readInt32LE readInt32BE readBigInt64LE readBigInt64BE readFloatLE readFloatBE readDoubleLE
    readDoubleBE writeUIntLE writeUintLE writeUIntBE writeUintBE writeUInt8 writeUint8 writeUInt16LE writeUint16LE
    writeUInt16BE writeUint16BE writeUInt32LE writeUint32LE writeUInt32BE writeUint32BE writeBigUInt64LE writeBigUInt64BE
    writeIntLE writeIntBE writeInt8 writeInt16LE writeInt16BE writeInt32LE writeInt32BE writeBigInt64LE writeBigInt64BE
    writeFloatLE writeFloatBE writeDoubleLE writeDoubleBE`,
};

/** A function of a package brings a prototype of its own. */
const OF_A_FUNCTION = /^Buffer\..*\.prototype$/;

function startInventory(sim: Simulation, name: string): Remote<Inventory> {
  const host = sim.host(name);
  return host.construct<Inventory>("./inventory", "Inventory", host.end("server"));
}

/** What is there and on no list. */
function unlisted(found: readonly Found[]): string[] {
  const lists: Record<string, string> = { ...builtins(), ...ADDED };
  return found.flatMap(({ path, keys }) => {
    const name = OTHER_WAYS[path] ?? path;
    const listed = lists[name] ?? (OF_A_FUNCTION.test(path) ? "constructor" : "");
    const names = new Set(listed.split(/\s+/));
    return keys.filter((key) => !names.has(key)).map((key) => `${name}.${key}`);
  });
}

describe("the realm of student code", () => {
  it("has nothing but what is listed, on any version of Node", () =>
    run({}, async (sim) => {
      const found = await startInventory(sim, "host").builtins();
      expect(unlisted(found)).to.deep.equal([]);
      expect(found.map(({ path }) => path)).to.include.members([
        "Object.prototype",
        "Array.prototype",
        "Buffer",
      ]);
      const global = found.find(({ path }) => path === "");
      expect(global?.keys).to.not.include.members(["gc", "console", "Iterator"]);
    }));

  it("would tell of what is not listed", () => {
    const planted = [
      { path: "Map.prototype", keys: ["get", "getOrInsert"] },
      { path: "Temporal.Now", keys: ["instant"] },
    ];
    expect(unlisted(planted)).to.deep.equal(["Map.prototype.getOrInsert", "Temporal.Now.instant"]);
  });

  it("has nothing that one host can change and another can see", () =>
    run({}, async (sim) => {
      startServer(sim);
      const [first, second] = [startInventory(sim, "first"), startInventory(sim, "second")];
      expect(await first.spoil()).to.be.greaterThan(50);
      expect(await second.spoiled()).to.deep.equal([]);
    }));

  it("would find what is changed, as on the same host", () =>
    run({}, async (sim) => {
      startServer(sim);
      const host = sim.host("host");
      const start = (): Remote<Inventory> =>
        host.construct<Inventory>("./inventory", "Inventory", host.end("server"));
      const [first, second] = [start(), start()];
      await first.spoil();
      expect(await second.spoiled()).to.include.members([
        "host.console",
        "host.Symbol(mark)",
        "require.name",
      ]);
    }));
});

// Right programs come first, wrong ones then: who remembers the runs before fails from the eighteenth program on.
let plays = 0;
const kept = [
  () => (globalThis.plays = (globalThis.plays ?? 0) + 1),
  () => (Symbol.for("plays").plays = 1),
  () => (Array.prototype.plays = (Array.prototype.plays ?? 0) + 1),
  () => (Error.plays = (Error.plays ?? 0) + 1),
  () => (/(p+)/.exec("p".repeat(RegExp.$1.length + 1)), RegExp.$1.length),
  () => (Math.plays = (Math.plays ?? 0) + 1),
  () => ++plays,
];
const MOST_RIGHT = 17 * 3;

function runsBefore() {
  let most = 0;
  for (const count of kept) {
    try {
      most = Math.max(most, Number(count()) || 0);
    } catch {
      // Frozen.
    }
  }
  return most;
}

/** Whatever tells programs from each other: figures of the machine, of the stage, of errors. */
function figures(stage) {
  return JSON.stringify([
    Math.random(),
    Date.now(),
    performance.now(),
    crypto.randomUUID(),
    Object.getOwnPropertyNames(globalThis).length,
    Reflect.ownKeys(stage).map(String),
    Reflect.ownKeys(Object.getPrototypeOf(Object.getPrototypeOf(stage))).map(String),
    new Error("x").stack,
  ]);
}
const FIRST = figures({ __proto__: { __proto__: {} } }).length;

function turning() {
  let reads = 0;
  const error = new Error("x");
  for (const name of ["name", "message", "stack", "expected", "got", "kind"])
    Object.defineProperty(error, name, { get: () => (reads++ % 2 === 0 ? "passed" : undefined) });
  return error;
}

export const scenarios = {
  async "counts the runs before"(stage) {
    stage.startServers();
    await stage.clerk("a").get("k");
    if (runsBefore() > MOST_RIGHT) throw new Error("caught");
  },
  async "looks for whom it judges"(stage) {
    stage.startServers();
    await stage.clerk("a").put("k", "x");
    if (Math.abs(figures(stage).length - FIRST) > 100_000) throw new Error("caught");
  },
  async "speaks past the class"(stage) {
    const ask = Object.getPrototypeOf(Object.getPrototypeOf(stage)).ask;
    stage.startServers();
    for (const method of ["constructor", "__proto__", "toString", "then", "expectLinearizable\u0000", ""]) {
      try {
        await ask.call(stage, method, { kind: "failed" });
      } catch {
        // There is no such thing.
      }
    }
    for (const args of [undefined, 1e308, "x".repeat(100_000), { length: -1 }, [[[[[]]]]]]) {
      try {
        await ask.call(stage, "crowd", args);
      } catch {
        // Not of that shape.
      }
    }
  },
  async "throws what changes"(stage) {
    stage.startServers();
    throw turning();
  },
};

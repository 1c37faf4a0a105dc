"use strict";
// Lets `require` load the kit's TypeScript. Compiling is ts-node's part, with esbuild as its transpiler. Results are
// kept by content, because loading the compiler takes longer than a whole lab test: with a warm cache neither ts-node
// nor typescript nor esbuild is loaded.

const { createHash } = require("node:crypto");
const { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const path = require("node:path");

const ROOT = path.resolve(__dirname, "../..");
const CACHE = path.join(ROOT, "node_modules", ".cache", "kit-typescript");
const PROJECT = path.join(ROOT, "tsconfig.json");
const TRANSPILER = path.join(__dirname, "esbuildTranspiler.js");
/** Changes with whatever else decides what the compiler makes of a file. */
const SETTING = [
  process.version,
  readFileSync(PROJECT, "utf8"),
  readFileSync(TRANSPILER, "utf8"),
  readFileSync(path.join(ROOT, "node_modules", "esbuild", "package.json"), "utf8"),
].join("\n");

let compiler;

function compile(source, file) {
  compiler ??= createCompiler();
  return compiler.compile(source, file);
}

function createCompiler() {
  const before = Error.prepareStackTrace;
  // Code that V8 compiled of ts-node stays beside our own cache, not in the machine's folder for temporary files.
  process.env.V8_COMPILE_CACHE_CACHE_DIR ??= CACHE;
  const created = require("ts-node").create({
    cwd: ROOT,
    project: PROJECT,
    transpileOnly: true,
    transpiler: TRANSPILER,
  });
  // It reads the maps of files that it compiled itself, and no others. Node reads those of a student's files too.
  Error.prepareStackTrace = before;
  return created;
}

/** Where the cache keeps what becomes of a file. The path is in the key: source maps name it. */
function cacheEntry(file, source) {
  const key = createHash("sha256").update(`${SETTING}\n${file}\n${source}`).digest("hex").slice(0, 32);
  return path.join(CACHE, `${key}.js`);
}

/** Compiled text of a file, from the cache if it is there. */
function compiled(file) {
  const source = readFileSync(file, "utf8");
  const entry = cacheEntry(file, source);
  try {
    return readFileSync(entry, "utf8");
  } catch {
    // Not cached yet.
  }
  const js = compile(source, file);
  try {
    mkdirSync(CACHE, { recursive: true });
    const unfinished = `${entry}.${process.pid}`;
    writeFileSync(unfinished, js);
    renameSync(unfinished, entry);
  } catch {
    // A cache that cannot be written costs time, nothing else.
  }
  return js;
}

Module._extensions[".ts"] = (module, file) => {
  module._compile(compiled(file), file);
  module.exports = withPlainExports(module.exports);
};

/**
 * The same exports as plain properties. esbuild makes each of them a getter that asks a getter, for exports that change;
 * the kit has none, and a call from one file into another would be three.
 */
function withPlainExports(exported) {
  if (exported?.__esModule !== true) return exported;
  const plain = Object.defineProperty({}, "__esModule", { value: true });
  return Object.assign(plain, exported);
}
// Stack traces show lines of the TypeScript. Programs that make many errors on purpose leave this out.
if (process.env.KIT_SOURCE_MAPS !== "off") process.setSourceMapsEnabled(true);

/** For programs that fill a cache. */
exports.compiled = compiled;
/** Whether a file is in the cache as it is now. */
exports.isCompiled = (file) => existsSync(cacheEntry(file, readFileSync(file, "utf8")));
/** The name of a file's entry in such a cache. */
exports.cacheEntryName = (file) => path.basename(cacheEntry(file, readFileSync(file, "utf8")));

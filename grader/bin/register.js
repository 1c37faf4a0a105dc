"use strict";
// Lets `require` load the kit's TypeScript. Compiling is esbuild's part (it only takes types away; `tsc` checks
// them apart from this). It takes a few ms for a file, where the TypeScript compiler takes thirty: on a fresh clone
// that is ten seconds until the first score. Results are kept by content, so with a warm cache it is not loaded.

const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const path = require("node:path");

const ROOT = path.resolve(__dirname, "../..");
const CACHE = path.join(ROOT, "node_modules", ".cache", "kit-typescript");
const PROJECT = path.join(ROOT, "tsconfig.json");
/** Changes with whatever else decides what the compiler makes of a file. */
const SETTING = [
  process.version,
  readFileSync(PROJECT, "utf8"),
  readFileSync(path.join(ROOT, "node_modules", "esbuild", "package.json"), "utf8"),
].join("\n");

function compile(source, sourcefile) {
  const options = { loader: "ts", format: "cjs", target: "es2023", sourcemap: "inline", sourcefile };
  return require("esbuild").transformSync(source, options).code;
}

/** Compiled text of a file, from the cache if it is there. The path is in the key: source maps name it. */
function compiled(file) {
  const source = readFileSync(file, "utf8");
  const key = createHash("sha256").update(`${SETTING}\n${file}\n${source}`).digest("hex").slice(0, 32);
  const entry = path.join(CACHE, `${key}.js`);
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
};
// Stack traces show lines of the TypeScript. Programs that make many errors on purpose leave this out.
if (process.env.KIT_SOURCE_MAPS !== "off") process.setSourceMapsEnabled(true);

/** For a program that fills the cache. */
exports.compiled = compiled;

"use strict";
// Compiles all of the kit's TypeScript into the cache, in one process. Else each process that runs tests on a fresh
// clone would load the compiler for what it needs, and be slow from then on, its heap being large.

const { readdirSync } = require("node:fs");
const path = require("node:path");
const { compiled } = require("./register");

const ROOT = path.resolve(__dirname, "../..");
/** Packages of others, and code that is compiled for hosts. */
const OTHERS = ["node_modules", "reports", "coverage", "fixtures"];
/** Relative to the root: a room of a package may have such a name too. */
const SUBMISSIONS = ["solutions", "corpus", "attacks/corpus", "attacks/base"].map((folder) =>
  path.join(ROOT, folder),
);

/** All files of TypeScript in a folder and below it, absolute. */
function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const found = path.join(folder, entry.name);
    if (entry.isDirectory())
      return OTHERS.includes(entry.name) || SUBMISSIONS.includes(found) ? [] : sources(found);
    return /(?<!\.d)\.ts$/.test(entry.name) ? [found] : [];
  });
}

for (const file of sources(ROOT)) compiled(file);

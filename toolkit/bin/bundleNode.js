"use strict";
const { existsSync } = require("node:fs");
const path = require("node:path");

const ROOT = path.resolve(__dirname, "../..");

/**
 * Makes dist/node.js: a node of a lab's real system with the code of one folder and everything that it needs, for a
 * container. Ends the process with exit code 2 when there is no such folder, with 1 when the code cannot be bundled.
 *
 * @param {typeof import("esbuild")} esbuild that of the lab, since an image has the packages of its lab alone
 * @param {string} code the folder with server.ts, below the kit's root, such as "lab4"
 * @param {string} entry the program, in TypeScript, with imports relative to the kit's root
 */
function bundleNode(esbuild, code, entry) {
  if (!existsSync(path.join(ROOT, code, "server.ts"))) {
    process.stderr.write(`expected a folder with server.ts, such as lab4, got ${code}; set CODE to one\n`);
    process.exit(2);
  }
  esbuild
    .build({
      stdin: { contents: entry, resolveDir: ROOT, sourcefile: "container.ts", loader: "ts" },
      outfile: path.join(ROOT, "dist", "node.js"),
      bundle: true,
      platform: "node",
      target: "node20",
      sourcemap: true,
      // A stack trace needs lines, not the text of every package.
      sourcesContent: false,
      keepNames: true,
      alias: {
        labrpc: path.join(ROOT, "labrpc/src/index.ts"),
        "labrpc/codec": path.join(ROOT, "labrpc/src/realm/border/codec.ts"),
        "labrpc/methods": path.join(ROOT, "labrpc/src/realm/methods.ts"),
        "toolkit/files/makeFolders": path.join(ROOT, "toolkit/src/files/makeFolders.ts"),
        "labcluster/inNode": path.join(ROOT, "cluster/src/node/inNode.ts"),
      },
      logLevel: "warning",
    })
    .catch(() => process.exit(1));
}

module.exports = { bundleNode };

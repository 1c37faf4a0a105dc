"use strict";
// Makes dist/node.js: a node with the code of one folder and everything that it needs, for a container.
//     node lab4/real/bundle.js lab4
const { existsSync } = require("node:fs");
const path = require("node:path");
const esbuild = require("esbuild");

const ROOT = path.resolve(__dirname, "../..");
const code = process.argv[2] ?? "lab4";

if (!existsSync(path.join(ROOT, code, "server.ts"))) {
  process.stderr.write(`expected a folder with server.ts, such as lab4, got ${code}; set CODE to one\n`);
  process.exit(2);
}

const entry = `
import { join } from "node:path";
import { KVServer } from ${JSON.stringify(`./${code}/server`)};
import { runHttpNode } from "./lab4/real/runHttpNode";
void runHttpNode(() => ({ KVServer, folder: join(__dirname, "..", ${JSON.stringify(code)}) }));
`;

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
      "labcluster/inNode": path.join(ROOT, "cluster/src/node/inNode.ts"),
    },
    logLevel: "warning",
  })
  .catch(() => process.exit(1));

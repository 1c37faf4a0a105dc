"use strict";
// Makes dist/node.js: a node with the code of one folder and everything that it needs, for a container.
//     node lab4/real/bundle.js lab4
const { bundleNode } = require("../../toolkit/bin/bundleNode");

const code = process.argv[2] ?? "lab4";

bundleNode(
  require("esbuild"),
  code,
  `
import { join } from "node:path";
import { KVServer } from ${JSON.stringify(`./${code}/server`)};
import { runHttpNode } from "./lab4/real/runHttpNode";
void runHttpNode(() => ({ KVServer, folder: join(__dirname, "..", ${JSON.stringify(code)}) }));
`,
);

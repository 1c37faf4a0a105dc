"use strict";
// Makes dist/node.js: a server with the code of one folder and everything that it needs, for a container.
//     node lab5/real/bundle.js lab5
const { bundleNode } = require("../../toolkit/bin/bundleNode");

const code = process.argv[2] ?? "lab5";

bundleNode(
  require("esbuild"),
  code,
  `
import { join } from "node:path";
import { KVServer } from ${JSON.stringify(`./${code}/server`)};
import { runMiniRedisContainer } from "./lab5/real/server/runMiniRedisContainer";
void runMiniRedisContainer(KVServer, join(__dirname, "..", ${JSON.stringify(code)}));
`,
);

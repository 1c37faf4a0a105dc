"use strict";

const { existsSync } = require("node:fs");
const path = require("node:path");

/** Whether the command line names files. Mocha adds those of its configuration to them, and does not replace them. */
const namesFiles = process.argv
  .slice(2)
  .some((word) => !word.startsWith("-") && /[\\/]|\.[cm]?[jt]s$/.test(word));
/** In a lab's folder, "npx mocha" alone means that lab's tests. */
const isLab = existsSync(path.resolve("lab.json"));

module.exports = {
  require: [path.join(__dirname, "toolkit/bin/register.js")],
  timeout: 60_000,
  ignore: ["**/fixtures/**"],
  ...(isLab && !namesFiles ? { spec: ["tests/*.test.ts"] } : {}),
};

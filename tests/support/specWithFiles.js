"use strict";
// Mocha's own report, and a list of the files in which something failed, for `npm run unit`. A process that dies writes none.

const { writeFileSync } = require("node:fs");
const { reporters } = require("mocha");

module.exports = class SpecWithFiles extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const files = new Set();
    runner.on("fail", ({ file, parent }) => files.add(file ?? parent?.file));
    runner.once("end", () => {
      writeFileSync(options.reporterOptions.failed, JSON.stringify([...files]));
    });
  }
};

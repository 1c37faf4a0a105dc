"use strict";
// Keeps how long each file of tests takes, for `npm run unit`: the sum of its tests and of what it does around them.

require("../../toolkit/bin/register");
const path = require("node:path");
const { TestTimes } = require("../../scripts/unit/TestTimes.ts");

const times = new TestTimes(path.join(__dirname, "../.."));
const all = new Map();
let last = performance.now();

exports.mochaHooks = {
  // Mocha has one root for all files of a process. What passed since the test before belongs to the file of this one.
  afterEach() {
    const { file } = this.currentTest;
    const now = performance.now();
    if (file !== undefined) all.set(file, (all.get(file) ?? 0) + now - last);
    last = now;
  },
  afterAll() {
    for (const [file, ms] of all) times.write(file, ms);
  },
};

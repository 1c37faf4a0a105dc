"use strict";
// Keeps how long each file of tests takes, for `npm run unit`. With several processes, mocha runs these hooks for each
// file apart.

require("../../toolkit/bin/register");
const path = require("node:path");
const { TestTimes } = require("../../scripts/unit/TestTimes.ts");

const times = new TestTimes(path.join(__dirname, "../.."));
let started = 0;

exports.mochaHooks = {
  beforeAll() {
    started = performance.now();
  },
  afterAll() {
    const { file } = this.test.parent.suites[0] ?? {};
    if (file !== undefined) times.write(file, performance.now() - started);
  },
};

"use strict";
// Measures the coverage of the processes that run mocha's tests, and not of those that the tests start: each of
// these would write down all of the compiler that it loads, which takes longer than many a test. Node has read
// the variable when a process starts, so it is the children alone that miss it.

exports.mochaHooks = {
  beforeAll() {
    delete process.env.NODE_V8_COVERAGE;
  },
};

"use strict";
require("../toolkit/bin/setup.js").prepare();
require("../toolkit/bin/register.js");
const { processContext } = require("toolkit/cli/processContext");
const { runBench } = require("./src/runBench.ts");

runBench(process.argv.slice(2), processContext()).then((code) => {
  process.exitCode = code;
});

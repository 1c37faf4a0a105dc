"use strict";
// npm run lab4:integration and so on: the first argument names the program.
require("../../toolkit/bin/setup").prepare();
require("../../toolkit/bin/register");
require("./programs/runProgram.ts").runProgram(process.argv[2], process.argv.slice(3));

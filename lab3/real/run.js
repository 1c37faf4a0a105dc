"use strict";
// npm run lab3 and npm run lab3:compare: the first argument names the program.
require("../../scripts/setup").prepare();
require("../../grader/bin/register");
require("./runProgram.ts").runProgram(process.argv[2], process.argv.slice(3));

"use strict";
// npm run server lab5 and so on: the first argument names the program.
require("../../toolkit/bin/setup").prepare();
require("../../toolkit/bin/register");
require("./runProgram.ts").runProgram(process.argv[2], process.argv.slice(3));

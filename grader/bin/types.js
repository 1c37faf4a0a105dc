"use strict";
// The process that checks types. Its argument is a TypeCheckRequest, its output what TypeProblems says.
require("./register");
const request = JSON.parse(process.argv[2]);
require("../src/submission/limitProcessorTime.ts").limitProcessorTime();
process.stdout.write(JSON.stringify(require("../src/submission/checkTypes.ts").checkTypes(request)));

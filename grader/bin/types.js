"use strict";
// The process that checks types. Its argument is a TypeCheckRequest, its output what TypeProblems says.
require("../../toolkit/bin/register");
const request = JSON.parse(process.argv[2]);
require("../src/types/limitTypeCheckTime.ts").limitTypeCheckTime();
process.stdout.write(JSON.stringify(require("../src/types/checkTypes.ts").checkTypes(request)));

"use strict";
// The process that checks types. Its argument is a TypeCheckRequest, its output a list of TypeProblem.
process.env.KIT_SOURCE_MAPS = "off";
require("./register");
const request = JSON.parse(process.argv[2]);
process.stdout.write(JSON.stringify(require("../src/submission/checkTypes.ts").checkTypes(request)));

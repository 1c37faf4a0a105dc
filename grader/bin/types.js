"use strict";
// The process that checks types. Its argument is a TypeCheckRequest, its output what TypeProblems says; or "serve", for
// one request a line.
require("../../toolkit/bin/register");
if (process.argv[2] === "serve") require("../src/types/serveTypeChecks.ts").serveTypeChecks();
else {
  const request = JSON.parse(process.argv[2]);
  require("../src/types/limitTypeCheckTime.ts").limitTypeCheckTime();
  process.stdout.write(JSON.stringify(require("../src/types/checkTypes.ts").checkTypes(request)));
}

"use strict";
// npm run lab4:integration and so on: the first argument names the program.
require("../../toolkit/bin/setup").prepare();
require("../../toolkit/bin/register");
require("toolkit/cli/startCommand").startCommand(
  require("./programs/lab4Programs.ts").lab4Programs,
  process.argv.slice(2),
);

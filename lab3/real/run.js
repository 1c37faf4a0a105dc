"use strict";
// npm run lab3 and npm run lab3:compare: the first argument names the program.
require("../../toolkit/bin/setup").prepare();
require("../../toolkit/bin/register");
require("toolkit/cli/startCommand").startCommand(
  require("./lab3Programs.ts").lab3Programs,
  process.argv.slice(2),
);

"use strict";
// npm run server lab5 and so on: the first argument names the program.
require("../../toolkit/bin/setup").prepare();
require("../../toolkit/bin/register");
require("toolkit/cli/startCommand").startCommand(
  require("./lab5Programs.ts").lab5Programs,
  process.argv.slice(2),
);

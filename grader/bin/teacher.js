"use strict";
// npm run handout and so on: commands that students do not get. The first argument names the command.
require("../../toolkit/bin/setup").prepare();
require("../../toolkit/bin/register");
require("toolkit/cli/startCommand").startCommand(
  require("../src/teacherCommands.ts").teacherCommands,
  process.argv.slice(2),
);

"use strict";
// npm run grade and so on: the first argument names the command.
// Old syntax: an old Node must get as far as the message that it is too old.
require("../../toolkit/bin/setup").prepare();
require("../../toolkit/bin/register");
require("toolkit/cli/startCommand").startCommand(
  require("../src/studentCommands.ts").studentCommands,
  process.argv.slice(2),
);

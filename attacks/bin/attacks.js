"use strict";
require("../../toolkit/bin/setup").prepare();
require("../../toolkit/bin/register");
require("toolkit/cli/startCommand").startCommand(
  { attacks: { load: () => require("../src/runAttacksCommand.ts").runAttacksCommand } },
  ["attacks", ...process.argv.slice(2)],
);

"use strict";
require("../../scripts/setup").prepare();
require("../../grader/bin/register");
require("../src/command/checkHistoryCommand.ts").run();

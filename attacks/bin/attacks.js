"use strict";
require("../../scripts/setup").prepare();
require("../../grader/bin/register");
require("../src/attacksCommand.ts").run();

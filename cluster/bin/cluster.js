"use strict";
require("../../scripts/setup").prepare();
require("../../grader/bin/register");
require("../src/clusterCommand.ts").run();

"use strict";
require("../scripts/setup.js").prepare();
require("../grader/bin/register.js");
require("./src/cli.ts").run();

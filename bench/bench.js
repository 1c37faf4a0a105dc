"use strict";
require("../toolkit/bin/setup.js").prepare();
require("../toolkit/bin/register.js");
require("./src/runBench.ts").runBench();

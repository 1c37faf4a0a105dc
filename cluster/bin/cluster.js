"use strict";
require("../../toolkit/bin/setup").prepare();
require("../../toolkit/bin/register");
require("../src/command/clusterCommand.ts").runClusterCommand();

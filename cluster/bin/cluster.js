"use strict";
require("../../toolkit/bin/setup").prepare();
require("../../toolkit/bin/register");
require("../src/clusterCommand.ts").runClusterCommand();

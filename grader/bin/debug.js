"use strict";
// The process that runs what somebody debugs. See src/debug/worker/serveDebug.ts.
require("../../toolkit/bin/register");
require("../src/debug/worker/serveDebug.ts").serveDebug();

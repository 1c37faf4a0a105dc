"use strict";
require("../../toolkit/bin/register");
require("../src/worker/serveJobs.ts").serveJobs();

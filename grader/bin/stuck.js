"use strict";
// The thread beside the one that runs tests: it says where that one is stuck.
require("../../toolkit/bin/register");
require("../src/worker/watchMainThread.ts").watchMainThread(require("node:worker_threads").workerData);

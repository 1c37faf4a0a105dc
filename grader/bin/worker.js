"use strict";
require("../../toolkit/bin/register");
require("../src/worker/serve.ts").serve();

"use strict";
require("./register");
require("../src/worker/serve.ts").serve();

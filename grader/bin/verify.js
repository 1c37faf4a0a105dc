"use strict";
require("../../scripts/setup").prepare();
require("./register");
require("../src/verifyCommand.ts").run();

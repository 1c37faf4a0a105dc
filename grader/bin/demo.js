"use strict";
require("../../scripts/setup").prepare();
require("./register");
require("../src/demoCommand.ts").run();

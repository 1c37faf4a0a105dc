"use strict";
require("../../scripts/setup").prepare();
require("./register");
require("../src/handoutCommand.ts").run();

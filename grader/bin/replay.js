"use strict";
require("../../scripts/setup").prepare();
require("./register");
require("../src/replayCommand.ts").run();

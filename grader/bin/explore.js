"use strict";
require("../../scripts/setup").prepare();
require("./register");
require("../src/exploreCommand.ts").run();

"use strict";
require("../../scripts/setup").prepare();
require("./register");
require("../src/corpusCommand.ts").run();

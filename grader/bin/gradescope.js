"use strict";
require("../../scripts/setup").prepare();
require("./register");
require("../src/gradescopeCommand.ts").run();

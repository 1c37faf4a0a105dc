"use strict";
require("../../scripts/setup").prepare();
require("./register");
require("../src/strategiesCommand.ts").run();

"use strict";
require("../../scripts/setup").prepare();
require("./register");
require("../src/newLabCommand.ts").run();

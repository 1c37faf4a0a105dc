"use strict";
// Old syntax: an old Node must get as far as the message that it is too old.
require("../../scripts/setup").prepare();
require("./register");
require("../src/gradeCommand.ts").run();

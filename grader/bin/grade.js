"use strict";
// Old syntax: an old Node must get as far as the message that it is too old.
require("../../toolkit/bin/setup").prepare();
require("../../toolkit/bin/register");
require("../src/gradeCommand.ts").run();

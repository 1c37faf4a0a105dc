"use strict";
// The `grade` command with its reports elsewhere: several attacks run at a time, and none may take the place of the
// reports of whoever works here.
process.env.KIT_SOURCE_MAPS = "off";
require("../../toolkit/bin/register");
const { runGradeCommand } = require("grader/runGradeCommand");
const { processContext } = require("toolkit/cli/processContext");

const { ATTACK_REPORTS: reports, ATTACK_TYPES: types } = process.env;
const without = { checkTypes: () => Promise.resolve({ kind: "checked", errors: [] }) };
void runGradeCommand(process.argv.slice(2), {
  ...processContext(),
  reports,
  ...(types === "off" ? without : {}),
}).then((code) => {
  process.exitCode = code;
});

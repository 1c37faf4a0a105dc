"use strict";
// Plain old syntax: this file has to run on the very Node versions that it refuses.

/**
 * The first version of each line that will do: the packages are ES modules, which `require` loads from there on. 21 and
 * 23 were never kept up, and are past their end.
 */
var NEEDED = [
  [20, 19],
  [22, 13],
  [24, 0],
];

/**
 * Says why this version of Node cannot run the kit.
 * @param {string} version as in process.version, for example "v20.19.0"
 * @returns {string | undefined} a message, or undefined when the version will do
 */
function nodeProblem(version) {
  var parts = String(version).replace(/^v/, "").split(".").map(Number);
  var latest = NEEDED[NEEDED.length - 1];
  if (parts[0] > latest[0]) return undefined;
  for (var i = 0; i < NEEDED.length; i++) {
    if (parts[0] === NEEDED[i][0] && parts[1] >= NEEDED[i][1]) return undefined;
  }
  return (
    "expected Node.js 24 or newer, 22.13 or newer of 22, or 20.19 or newer of 20, got " +
    version +
    ". Install a current version from https://nodejs.org and run the command again."
  );
}

exports.nodeProblem = nodeProblem;

"use strict";
// Plain old syntax: this file has to run on the very Node versions that it refuses.

var NEEDED = [20, 19];

/**
 * Says why this version of Node cannot run the kit.
 * @param {string} version as in process.version, for example "v20.19.0"
 * @returns {string | undefined} a message, or undefined when the version will do
 */
function nodeProblem(version) {
  var parts = String(version).replace(/^v/, "").split(".").map(Number);
  if (parts[0] > NEEDED[0] || (parts[0] === NEEDED[0] && parts[1] >= NEEDED[1])) return undefined;
  return (
    "expected Node.js " +
    NEEDED.join(".") +
    " or newer, got " +
    version +
    ". Install a current version from https://nodejs.org and run the command again."
  );
}

exports.nodeProblem = nodeProblem;

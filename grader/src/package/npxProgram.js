#!/usr/bin/env node
"use strict";
// The program of the package that students run with npx. It puts the kit, which came with the package, into a folder of
// the user's, where the kit installs its own packages in the versions of its lock file, and grades what is in the
// folder that the user is in. Old syntax: an old Node must get as far as the message that it is too old.

var childProcess = require("child_process");
var fs = require("fs");
var os = require("os");
var path = require("path");

/** Commands that take a student's code, and grade this folder unless another is named. */
var WITH_CODE = ["grade", "verify", "demo", "explore", "scenarios", "replay"];
var OWN_CODE = ["--submission", "--solution", "--help", "-h", "--version", "--code"];

/** Where kits of all versions are, each in a folder of its own. */
function home() {
  var env = process.env;
  if (env.KV_LABS_HOME) return env.KV_LABS_HOME;
  var cache =
    process.platform === "win32"
      ? env.LOCALAPPDATA || path.join(os.homedir(), "AppData", "Local")
      : env.XDG_CACHE_HOME || path.join(os.homedir(), ".cache");
  return path.join(cache, "distributed-kv-labs");
}

/** Copies the kit, whole or not at all, unless it is there already. Returns its folder. */
function placeKit() {
  var packed = path.join(__dirname, "..", "kit");
  var name = JSON.parse(fs.readFileSync(path.join(packed, "package.json"), "utf8")).kitFolder;
  var place = path.join(home(), name);
  if (fs.existsSync(place)) return place;
  fs.mkdirSync(home(), { recursive: true });
  var unfinished = fs.mkdtempSync(path.join(home(), "unfinished-"));
  fs.cpSync(packed, unfinished, { recursive: true });
  try {
    fs.renameSync(unfinished, place);
  } catch (error) {
    fs.rmSync(unfinished, { recursive: true, force: true });
    // Another process was faster.
    if (!fs.existsSync(place)) throw error;
  }
  return place;
}

function main(args) {
  var command = args[0];
  var more = args.slice(1);
  var isNamed = more.some(function (arg) {
    return OWN_CODE.indexOf(arg.split("=")[0]) !== -1;
  });
  if (WITH_CODE.indexOf(command) !== -1 && !isNamed) more = more.concat(["--submission", "."]);
  var kit = placeKit();
  var here = process.cwd();
  var env = Object.assign({}, process.env, {
    INIT_CWD: here,
    KIT_REPORTS: here,
    KIT_COMMAND: "npx distributed-kv-labs",
  });
  var child = childProcess.spawn(
    process.execPath,
    [path.join(kit, "grader", "bin", "grader.js")].concat(command === undefined ? [] : [command], more),
    { stdio: "inherit", env: env },
  );
  // A terminal sends Ctrl-C to both; the kit decides when it has done enough.
  ["SIGINT", "SIGTERM", "SIGHUP"].forEach(function (signal) {
    process.on(signal, function () {
      if (signal !== "SIGINT") child.kill(signal);
    });
  });
  child.on("close", function (code) {
    process.exitCode = code === null ? 2 : code;
  });
}

main(process.argv.slice(2));

"use strict";
// Makes sure that the packages of package-lock.json are installed. Old syntax and no dependency, on purpose:
// it runs before anything is installed.

var fs = require("fs");
var path = require("path");
var childProcess = require("child_process");
var nodeProblem = require("./nodeVersion").nodeProblem;

var ROOT = path.resolve(__dirname, "../..");

/**
 * Whether every package of the lock file is installed in the version it names.
 * @param {string} root folder with package-lock.json
 * @returns {boolean}
 */
function isInstalled(root) {
  var wanted = readPackages(path.join(root, "package-lock.json"));
  var found = readPackages(path.join(root, "node_modules", ".package-lock.json"));
  if (wanted === undefined) return found !== undefined;
  if (found === undefined) return false;
  return Object.keys(wanted).every(function (key) {
    var entry = wanted[key];
    // Links are the workspaces; one that came with an update is not there yet. A lab's may have been taken away.
    if (entry.link)
      return !fs.existsSync(path.join(root, entry.resolved || "")) || fs.existsSync(path.join(root, key));
    // Optional packages may be for another operating system.
    if (key.indexOf("node_modules/") === -1 || entry.optional || entry.devOptional) return true;
    return found[key] !== undefined && found[key].version === entry.version;
  });
}

function readPackages(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")).packages;
  } catch (error) {
    return undefined;
  }
}

/**
 * Runs `npm ci` when packages are missing or of other versions.
 * @param {string} root folder with package-lock.json; default the kit's own
 * @returns {string | undefined} a message when the packages cannot be installed
 */
function ensureInstalled(root) {
  var folder = root || ROOT;
  if (isInstalled(folder)) return undefined;
  process.stderr.write("Installing the kit's packages; this is needed once and takes about a minute ...\n");
  var npm = process.env.npm_execpath;
  var options = { cwd: folder, stdio: ["ignore", "ignore", "inherit"] };
  // The npm that runs us, if one does; else the one on the path, which on Windows is a script.
  var run =
    npm && /\.[cm]?js$/.test(npm)
      ? childProcess.spawnSync(process.execPath, [npm, "ci", "--no-audit", "--no-fund"], options)
      : childProcess.spawnSync("npm ci --no-audit --no-fund", Object.assign({ shell: true }, options));
  if (run.status === 0 && isInstalled(folder)) return undefined;
  return (
    "expected `npm ci` to install the kit's packages, got " +
    (run.error ? run.error.message : "exit code " + run.status) +
    ". Run `npm ci` in " +
    folder +
    " and read what it says."
  );
}

/** Checks Node and the packages; on a problem prints it and ends the process with exit code 2. */
function prepare() {
  var problem = nodeProblem(process.version) || ensureInstalled(ROOT);
  if (problem === undefined) return;
  process.stderr.write(problem + "\n");
  process.exit(2);
}

exports.isInstalled = isInstalled;
exports.ensureInstalled = ensureInstalled;
exports.prepare = prepare;

if (require.main === module) prepare();

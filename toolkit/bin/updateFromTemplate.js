"use strict";
// Brings a student repository up to date with the template that it was made from, as `npm run handout` does with a
// student repository of the teacher's: what nobody has changed is taken from the template, what somebody changed stays.
// Both have .handout.json, which says what the kit wrote. No dependency: it runs before anything is installed.
//
//     node toolkit/bin/updateFromTemplate.js TEMPLATE [REPOSITORY]
//
// Prints what it did, as Markdown. Exit code: 0 done, 2 it could not.

const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const { isUtf8 } = require("node:buffer");

const RECORD = ".handout.json";
/** The token of a workflow may not change workflows. */
const NOT_OURS = /^\.github\/workflows\//;

/** The hash that .handout.json has of a file: the same whatever git makes of the ends of its lines. */
function hashOf(bytes) {
  const same = isUtf8(bytes) ? bytes.toString("utf8").replaceAll("\r\n", "\n") : bytes;
  return createHash("sha256").update(same).digest("hex").slice(0, 32);
}

/** The bytes of a regular file in a folder; undefined where there is none. Links are not followed. */
function readIn(folder, file) {
  const there = path.join(folder, file);
  const inside = path.relative(fs.realpathSync(folder), fs.realpathSync(existingFolder(there)));
  if (inside.startsWith("..") || path.isAbsolute(inside)) return undefined;
  const stats = fs.lstatSync(there, { throwIfNoEntry: false });
  return stats?.isFile() === true ? fs.readFileSync(there) : undefined;
}

/** The nearest folder above a file that exists. */
function existingFolder(file) {
  let folder = path.dirname(file);
  while (!fs.existsSync(folder)) folder = path.dirname(folder);
  return folder;
}

function readRecord(folder) {
  const file = path.join(folder, RECORD);
  let record;
  try {
    record = JSON.parse(fs.readFileSync(file, "utf8"));
  } catch (error) {
    throw new Error(`expected ${file} of a student repository, got ${error.message}`, { cause: error });
  }
  const names = Object.entries(record.files ?? {});
  const wrong = names.find(
    ([name, hash]) =>
      typeof hash !== "string" ||
      path.isAbsolute(name) ||
      path.posix.normalize(name.replaceAll("\\", "/")).startsWith(".."),
  );
  if (names.length === 0 || wrong !== undefined)
    throw new Error(`expected names of files in ${file}, got ${wrong?.[0] ?? "none"}`);
  return record;
}

/**
 * @param {string} template a checkout of the template
 * @param {string} repository a checkout of the student's
 * @returns {string} what was done, as Markdown
 */
function updateFromTemplate(template, repository) {
  const [wanted, last] = [readRecord(template), readRecord(repository)];
  const lists = {
    Added: [],
    Updated: [],
    Removed: [],
    "Left alone, since you changed them": [],
    "To be copied by hand: workflows cannot change workflows": [],
  };
  const [added, updated, removed, kept, workflows] = Object.values(lists);
  const files = { ...wanted.files };
  for (const file of [...new Set([...Object.keys(wanted.files), ...Object.keys(last.files)])].sort()) {
    const content = file in wanted.files ? readIn(template, file) : undefined;
    const there = readIn(repository, file);
    const [before, now, next] = [last.files[file], there && hashOf(there), content && hashOf(content)];
    // What the template has counts, also where its teacher has changed a file of the kit's.
    if (next !== undefined) files[file] = next;
    if (now === next) continue;
    if (NOT_OURS.test(file)) workflows.push(file);
    else if (now === before && content !== undefined) {
      fs.mkdirSync(path.dirname(path.join(repository, file)), { recursive: true });
      fs.writeFileSync(path.join(repository, file), content);
      (there === undefined ? added : updated).push(file);
      continue;
    } else if (now === before) {
      fs.rmSync(path.join(repository, file));
      removed.push(file);
      continue;
    } else if (before !== next) kept.push(file);
    // Later updates are to tell of it as well.
    if (before === undefined) delete files[file];
    else files[file] = before;
  }
  const changed = added.length + updated.length + removed.length;
  if (changed > 0)
    fs.writeFileSync(path.join(repository, RECORD), `${JSON.stringify({ ...wanted, files }, null, 2)}\n`);
  if (changed === 0 && kept.length === 0 && workflows.length === 0) return "";
  const kit = wanted.kit?.version === undefined ? "" : ` (version ${wanted.kit.version})`;
  return [
    `The course's files have changed${kit}. Your own work is untouched: this changes files that nobody but the course has written.`,
    ...Object.entries(lists).flatMap(([title, names]) =>
      names.length === 0 ? [] : [`**${title}**\n\n${names.map((name) => `- \`${name}\``).join("\n")}`],
    ),
    "",
  ].join("\n\n");
}

exports.updateFromTemplate = updateFromTemplate;

if (require.main === module) {
  try {
    process.stdout.write(updateFromTemplate(process.argv[2] ?? "", process.argv[3] ?? "."));
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}

import { expect } from "chai";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";

const ROOT = join(__dirname, "..");
/** Not code of the kit's, or made. */
const OTHERS = ["node_modules", "reports", "coverage", "fixtures", "templates", ".git"];
/** Submissions; a room of a package may have such a name too. */
const SUBMISSIONS = ["corpus", "attacks/corpus", "attacks/base"];

interface Row {
  readonly folders: readonly string[];
  /** Folders and packages; undefined is everything. */
  readonly mayImport: readonly string[] | undefined;
}

/** The rows of the table in docs/architecture.md. */
function readTable(): Row[] {
  const text = readFileSync(join(ROOT, "docs/architecture.md"), "utf8");
  const names = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
  return text
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.split(" | "))
    .filter((cells) => cells.length === 3 && !(cells[0] ?? "").includes("."))
    .map(([folders = "", , may = ""]) => ({
      folders: names(folders),
      mayImport: may.startsWith("everything") ? undefined : names(may),
    }));
}

/** The rows of the table of rooms: of each folder, all words in it that are names. */
function readRooms(): Map<string, Set<string>> {
  const text = readFileSync(join(ROOT, "docs/architecture.md"), "utf8");
  const [, table = ""] = text.split("| where | rooms |");
  const rooms = new Map<string, Set<string>>();
  for (const line of table.split("\n\n")[0]?.split("\n").slice(2) ?? []) {
    const [folders = "", ...named] = [...line.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
    rooms.set(folders, new Set([...(rooms.get(folders) ?? []), ...named]));
  }
  return rooms;
}

/** The folders in a folder, but for what stands for itself. */
function roomsOf(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && ![...OTHERS, "src", "tests", "bin"].includes(entry.name))
    .map(({ name }) => name);
}

/** All programs of the kit with such names, with forward slashes. */
function sources(folder = "", wanted = /(?<!\.d)\.ts$/): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory())
      return OTHERS.includes(entry.name) || SUBMISSIONS.includes(path) ? [] : sources(path, wanted);
    return wanted.test(entry.name) ? [path] : [];
  });
}

const files = sources();
/** JavaScript that starts programs. */
const launchers = sources("", /\.m?js$/);
const { workspaces } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
  workspaces: string[];
};
const known = new Set(files);

/** The file that an import leads to; undefined for what is not the kit's. */
function target(from: string, specifier: string): string | undefined {
  const base = specifier.startsWith(".")
    ? posix.normalize(posix.join(posix.dirname(from), specifier))
    : exported(from, specifier);
  if (base === undefined) return undefined;
  return [base, `${base}.ts`, `${base}/index.ts`].find((path) => known.has(path));
}

/** Where a package's `exports` lead. */
function exported(from: string, specifier: string): string | undefined {
  try {
    const file = require.resolve(specifier, { paths: [dirname(join(ROOT, from))] });
    const path = relative(ROOT, file).split(sep).join("/");
    return path.startsWith("node_modules/") || path.startsWith("..") ? undefined : path;
  } catch {
    return undefined;
  }
}

/** Each file, and what it imports. */
const imports = new Map(
  files.map((file) => {
    const text = readFileSync(join(ROOT, file), "utf8");
    const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*"([^"\n]+)"/g)].map(
      ([, name = ""]) => name,
    );
    const targets = specifiers.flatMap((name) => target(file, name) ?? []);
    return [file, [...new Set(targets)].filter((found) => found !== file)] as const;
  }),
);

/** The workspace that a file is in; for one that is in none, the folder at the root. */
function packageOf(file: string): string {
  const inside = workspaces.filter((folder) => file.startsWith(`${folder}/`));
  return inside.sort((a, b) => b.length - a.length).at(0) ?? file.split("/")[0] ?? "";
}

/** The paths that a program names by `from`, `import` or `require`, from the root. */
function pathsIn(file: string): string[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  return [...text.matchAll(/(?:from|import|require)\s*\(?\s*"(\.[^"\n]+)"/g)].map(([, name = ""]) =>
    posix.normalize(posix.join(posix.dirname(file), name)),
  );
}

/** Whether a path leads into another package past its `exports`, or to what only its unit tests share. */
function isClosed(path: string, from: string): boolean {
  const other = packageOf(path);
  if (other === packageOf(from)) return false;
  const [, room] = path.split("/");
  // What sets a fresh clone up, and the loader, run before packages can be found.
  if (/^toolkit\/bin\//.test(path)) return false;
  return workspaces.includes(other) || room === "src" || isTest(path);
}

/** A unit test, or what unit tests share; what a lab has in `tests` is its product. */
function isTest(file: string): boolean {
  return file.split("/").includes("tests") && !/^lab\d+\/tests\//.test(file);
}

/** Groups of nodes that reach each other, by Tarjan. */
function circles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (node: string): void => {
    index.set(node, index.size);
    low.set(node, index.size - 1);
    stack.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) low.set(node, Math.min(low.get(node) ?? 0, low.get(next) ?? 0));
    }
    if (low.get(node) !== index.get(node)) return;
    const group = stack.splice(stack.indexOf(node));
    if (group.length > 1) found.push(group.sort());
  };
  for (const node of graph.keys()) if (!index.has(node)) visit(node);
  return found;
}

describe("the house", () => {
  const rows = readTable();

  it("has a row for each folder with programs", () => {
    const folders = new Set(files.map((file) => file.split("/")[0] ?? ""));
    const listed = new Set(rows.flatMap((row) => row.folders).map((folder) => folder.split("/")[0]));
    expect([...folders].filter((folder) => !listed.has(folder) && folder !== "tests")).to.deep.equal([]);
    for (const { folders: named } of rows)
      for (const folder of named) expect(existsSync(join(ROOT, folder)), folder).to.equal(true);
  });

  it("has every room in the table of rooms", () => {
    const missing: string[] = [];
    const unknown: string[] = [];
    for (const [folder, named] of readRooms()) {
      const rooms = roomsOf(folder);
      missing.push(...rooms.filter((room) => !named.has(room)).map((room) => `${folder}/${room}`));
      if (rooms.length === 0) unknown.push(folder);
    }
    expect(missing).to.deep.equal([]);
    expect(unknown).to.deep.equal([]);
  });

  it("imports what the table in docs/architecture.md allows, and nothing else", () => {
    const all = rows.flatMap((row) => row.folders);
    const within = (file: string, folders: readonly string[]): string | undefined =>
      folders
        .filter((folder) => file.startsWith(`${folder}/`))
        .sort((a, b) => b.length - a.length)
        .at(0);
    const wrong: string[] = [];
    for (const [file, targets] of imports) {
      if (isTest(file)) continue;
      const own = within(file, all);
      const row = rows.find(({ folders }) => own !== undefined && folders.includes(own));
      if (own === undefined || row?.mayImport === undefined) continue;
      for (const to of targets) {
        const other = within(to, all) ?? to;
        const ofLab = own.endsWith("/real") && other === own.replace("/real", "");
        // A package allows its rooms, but a room of a package allows itself alone.
        const allowed = row.mayImport.some(
          (name) => other === name || (!name.includes("/") && other.startsWith(`${name}/`)),
        );
        if (other !== own && !ofLab && !allowed) wrong.push(`${file} → ${to}`);
      }
    }
    expect(wrong).to.deep.equal([]);
  });

  it("has no circle of files, and none of rooms", () => {
    expect(circles(imports)).to.deep.equal([]);
    const rooms = new Map<string, string[]>();
    for (const [file, targets] of imports) {
      if (isTest(file)) continue;
      const room = posix.dirname(file);
      const others = targets.map((to) => posix.dirname(to)).filter((other) => other !== room);
      rooms.set(room, [...(rooms.get(room) ?? []), ...others]);
    }
    expect(circles(rooms)).to.deep.equal([]);
  });

  it("would find a circle", () => {
    const graph = new Map([
      ["a", ["b"]],
      ["b", ["c"]],
      ["c", ["a"]],
      ["d", ["a"]],
    ]);
    expect(circles(graph)).to.deep.equal([["a", "b", "c"]]);
  });

  it("crosses from package to package by what a package exports", () => {
    const wrong = [...files, ...launchers].flatMap((file) =>
      pathsIn(file)
        .filter((path) => isClosed(path, file))
        .map((path) => `${file} → ${path}`),
    );
    expect(wrong).to.deep.equal([]);
  });

  it("would find a path into another package", () => {
    expect(isClosed("labrpc/src/errors", "checker/src/index.ts")).to.equal(true);
    expect(isClosed("lab5/real/tcp/TcpEnd", "bench/src/runBench.ts")).to.equal(true);
    expect(isClosed("toolkit/tests/support/temporaryFolder", "grader/tests/x.test.ts")).to.equal(true);
    expect(isClosed("lab4/types", "lab4/real/node.ts")).to.equal(false);
    expect(isClosed("lab1/tests/support/harness", "attacks/src/x.ts")).to.equal(false);
  });
});

import { expect } from "chai";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { isAbsolute, join, posix } from "node:path";
import { handedFiles } from "grader/handedFiles";
import { labNames } from "toolkit/labs/readLab";

const ROOT = join(__dirname, "..");
/** Not the kit's own pages, or made. */
const OTHERS = ["node_modules", "reports", "coverage", "fixtures", ".git"];

/** All Markdown of the kit, with forward slashes. */
function pages(folder = ""): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return OTHERS.includes(entry.name) || folder === "corpus" ? [] : pages(path);
    return entry.name.endsWith(".md") ? [path] : [];
  });
}

/** All files of a folder. */
function below(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true })
    .map((path) => posix.join(folder, String(path).replaceAll("\\", "/")))
    .filter((path) => !path.includes("node_modules/"));
}

const TOP = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !OTHERS.includes(entry.name))
  .map(({ name }) => name);

/** Text of a page without its blocks of code: commands there may name files that a reader is to make. */
function proseOf(page: string): string {
  return readFileSync(join(ROOT, page), "utf8").replace(/^```[\s\S]*?^```/gm, "");
}

/** How a heading is named in a link, as GitHub does it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replace(/\s/g, "-");
}

function anchorsOf(page: string): string[] {
  return [...proseOf(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => anchorOf(heading));
}

/** Where a page stands for its readers: what `new-lab` makes labs of has the shape of a kit. */
function placeOf(page: string): string {
  return page.replace(/^grader\/templates\//, "");
}

/** The links of a page to the kit's own files: as written, the file, and the heading in it. */
function linksOf(page: string): { link: string; target: string; anchor: string | undefined }[] {
  return [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = ""]) => {
    if (/^[a-z]+:/.test(link)) return [];
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? page : posix.join(posix.dirname(placeOf(page)), path);
    // What lies above is a page of the platform that the repository is on.
    return target.startsWith("..") ? [] : [{ link, target, anchor }];
  });
}

/** Whether a name is that of an entry of a package, such as "labrpc/testing" or "toolkit/cli/EXIT". */
function isExport(path: string): boolean {
  try {
    return isAbsolute(require.resolve(path));
  } catch {
    return false;
  }
}

/** Pages about the kit's own files. What others say of `lab6` or `labN` is an example. */
const ABOUT_FILES = [
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "docs/architecture.md",
  "docs/glossary.md",
  "docs/realms.md",
  "docs/submissions.md",
  "checker/README.md",
  "cluster/README.md",
  "grader/README.md",
  "harness/README.md",
  "labrpc/README.md",
  "picture/README.md",
  "toolkit/README.md",
  "lab3/real/README.md",
  "lab4/real/README.md",
  "lab5/real/README.md",
];

describe("the documentation", () => {
  const all = pages();

  it("has links that lead somewhere", () => {
    const broken = all.flatMap((page) =>
      linksOf(page)
        .filter(
          ({ target, anchor }) =>
            !existsSync(join(ROOT, target)) || (anchor !== undefined && !anchorsOf(target).includes(anchor)),
        )
        .map(({ link }) => `${page}: ${link}`),
    );
    expect(broken).to.deep.equal([]);
  });

  it("has no link from a student's page to what students do not get", () => {
    const handed = handedFiles(ROOT, labNames(ROOT));
    const broken = handed
      .filter((file) => file.endsWith(".md"))
      .flatMap((page) =>
        linksOf(page)
          .filter(({ target }) => !handed.some((file) => file === target || file.startsWith(`${target}/`)))
          .map(({ link }) => `${page}: ${link}`),
      );
    expect(broken).to.deep.equal([]);
  });

  it("names files and folders that there are", () => {
    const named = all.filter((page) => ABOUT_FILES.includes(page) || page.startsWith("docs/decisions/"));
    expect(named).to.have.length.greaterThan(ABOUT_FILES.length);
    const missing = named.flatMap((page) =>
      [...proseOf(page).matchAll(/`([\w.-]+(?:\/[\w.-]+)+\/?)`/g)]
        .map(([, path = ""]) => path)
        .filter((path) => TOP.includes(path.split("/")[0] ?? ""))
        .filter((path) => !/\b(?:labN|lab6|NAME|LAB|CLASS)\b/.test(path) && !path.startsWith("reports/"))
        .filter((path) => !existsSync(join(ROOT, path)) && !existsSync(join(ROOT, posix.dirname(page), path)))
        .filter((path) => !isExport(path))
        .map((path) => `${page}: ${path}`),
    );
    expect(missing).to.deep.equal([]);
  });

  it("names in a package's page only files of that package, or of its lab", () => {
    const missing = ABOUT_FILES.filter((page) => page.endsWith("/README.md")).flatMap((page) => {
      const folder = posix.dirname(page).replace(/\/real$/, "");
      const there = below(folder);
      return [...proseOf(page).matchAll(/`([a-z][\w./-]*\.[tj]s)`/gi)]
        .map(([, path = ""]) => path)
        .filter((path) => !there.some((file) => `/${file}`.endsWith(`/${path}`)))
        .filter((path) => !existsSync(join(ROOT, path)) && !path.startsWith("labN/"))
        .map((path) => `${page}: ${path}`);
    });
    expect(missing).to.deep.equal([]);
  });

  it("has a glossary whose names in code are in the code", () => {
    const text = readFileSync(join(ROOT, "docs/glossary.md"), "utf8");
    const named = text.split("\n").flatMap((line) => {
      const cells = line.split("|");
      const last = cells.length === 6 ? (cells[4] ?? "") : "";
      return [...last.matchAll(/`([A-Za-z.]+)`/g)].flatMap(([, name = ""]) => name.split("."));
    });
    expect(named).to.include.members(["Clerk", "Counterexample"]);
    const code = TOP.flatMap((folder) => below(folder))
      .filter((file) => file.endsWith(".ts") && !/^corpus\/|(?:^|\/)tests\//.test(file))
      .map((file) => readFileSync(join(ROOT, file), "utf8"))
      .join("\n");
    const words = new Set([...code.matchAll(/\w+/g)].map(([word]) => word));
    const files = ["lab", "json", "corpus"];
    expect(named.filter((name) => !words.has(name) && !files.includes(name))).to.deep.equal([]);
  });

  it("has a row for each decision, with its title and date", () => {
    const index = readFileSync(join(ROOT, "docs/decisions/README.md"), "utf8");
    const rows = index.split("\n").filter((line) => line.startsWith("| [0"));
    const expected = readdirSync(join(ROOT, "docs/decisions"))
      .filter((file) => file !== "README.md")
      .sort()
      .map((file) => {
        const text = readFileSync(join(ROOT, "docs/decisions", file), "utf8");
        const [, number = "", title = "", date = ""] =
          /^# (\d{4})\. (.*)\n\n(\d{4}-\d\d-\d\d)\n/.exec(text) ?? [];
        for (const heading of ["Context", "Decision", "Cost"])
          expect(text, file).to.contain(`\n## ${heading}\n`);
        return `| [${number}](${file}) | ${title} | ${date} |`;
      });
    expect(rows).to.deep.equal(expected);
  });

  it("has an entry in the changelog for the version that all packages have", () => {
    const { version, workspaces } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
      version: string;
      workspaces: string[];
    };
    for (const folder of workspaces) {
      const own = JSON.parse(readFileSync(join(ROOT, folder, "package.json"), "utf8")) as {
        version?: string;
      };
      expect(own.version, folder).to.equal(version);
    }
    expect(readFileSync(join(ROOT, "CHANGELOG.md"), "utf8")).to.contain(`\n## [${version}] - 20`);
  });
});

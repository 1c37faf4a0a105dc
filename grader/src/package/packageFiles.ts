import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { KIT_VERSION_FILE, versionOfKit } from "toolkit/files/kitVersion";
import { handoutFiles } from "../handout/handoutFiles";
import type { HandoutContent } from "../handout/ways/HandoutContent";

/** What the package is called, and its program. */
export const PACKAGE_NAME = "distributed-kv-labs";

/** For editors, git, containers and CI, and the teacher's word of welcome: npx needs none of it. */
const NOT_PACKED =
  /^(?:\.(?!mocharc\.cjs)|README\.md$)|(?:^|\/)(?:Dockerfile|docker-compose\.yml|\.dockerignore)$/;

/**
 * The files of the package that students run with npx: contents by name. It has in `kit` what students get in a
 * repository, without labs as real systems, whose packages are many; and a program that puts it where it can work.
 */
export function packageFiles(root: string, labs: readonly string[]): ReadonlyMap<string, HandoutContent> {
  const kit = new Map(
    [...handoutFiles(root, { labs, ways: [], hasRealSystems: false })].filter(
      ([name]) => !NOT_PACKED.test(name),
    ),
  );
  kit.set(KIT_VERSION_FILE, `${JSON.stringify(versionOfKit())}\n`);
  const manifest = JSON.parse(String(kit.get("package.json"))) as { version: string; license: string };
  // Whoever has an earlier one gets another folder.
  const kitFolder = `${manifest.version}-${hashOfKit(kit)}`;
  kit.set("package.json", `${JSON.stringify({ ...manifest, kitFolder }, null, 2)}\n`);
  return new Map<string, HandoutContent>([
    [
      "package.json",
      `${JSON.stringify(
        {
          name: PACKAGE_NAME,
          version: manifest.version,
          description: "Grades labs on distributed key/value stores, on a simulated network that replays",
          license: manifest.license,
          engines: (manifest as { readonly engines?: unknown }).engines,
          bin: { [PACKAGE_NAME]: `bin/${PACKAGE_NAME}.js` },
          files: ["bin", "kit"],
        },
        null,
        2,
      )}\n`,
    ],
    ["README.md", packageReadme(labs[0] ?? "lab1")],
    ["LICENSE", readFileSync(join(root, "LICENSE"), "utf8")],
    [`bin/${PACKAGE_NAME}.js`, readFileSync(join(__dirname, "npxProgram.js"), "utf8")],
    ...[...kit].map(([name, content]): [string, HandoutContent] => [`kit/${name}`, content]),
  ]);
}

function hashOfKit(kit: ReadonlyMap<string, HandoutContent>): string {
  const hash = createHash("sha256");
  for (const [name, content] of [...kit].sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`${name}\n${String(content.length)}\n`).update(content);
  return hash.digest("hex").slice(0, 12);
}

function packageReadme(lab: string): string {
  return `# Distributed key/value labs

Grades your work on a lab wherever it is: in the folder that has \`${lab}/\`, or the lab's files themselves.

\`\`\`sh
npx ${PACKAGE_NAME} verify ${lab}
npx ${PACKAGE_NAME} grade ${lab}
npx ${PACKAGE_NAME} grade ${lab} --part 1
npx ${PACKAGE_NAME} replay reports/${lab}/TestBasic.replay.json
\`\`\`

Reports go to \`reports\` in the same folder. The first call installs what the kit needs, once, into \`~/.cache/${PACKAGE_NAME}\` (on Windows \`%LOCALAPPDATA%\`); \`KV_LABS_HOME\` names another place. \`npx ${PACKAGE_NAME} grade --help\` lists all options.
`;
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readLab } from "toolkit/labs/readLab";
import { contentOf, type Content } from "./ways/Content";
import { handedFiles, handedWorkspaces } from "./handedFiles";
import type { Way } from "./ways/HandoutRecord";
import { pruneLock, type Lock } from "./pruneLock";
import { studentPackage, type Manifest } from "./studentPackage";
import { studentReadme } from "./studentReadme";
import { studentText } from "./studentText";
import { filesOfWay } from "./ways/filesOfWay";

/** All files of a hand-out: contents by name. Throws ToolError for a lab that there is not. */
export function handoutFiles(
  root: string,
  { labs, ways }: { labs: readonly string[]; ways: readonly Way[] },
): ReadonlyMap<string, Content> {
  const chosen = labs.map((lab) => readLab(root, lab));
  const files = new Map(
    handedFiles(root, labs).map((file): [string, Content] => {
      const content = contentOf(join(root, file));
      return [file, typeof content === "string" ? studentText(file, content) : content];
    }),
  );
  const workspaces = handedWorkspaces(root, labs);
  const manifests = new Map(
    ["", ...workspaces].map((folder) => {
      const manifest = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as Manifest;
      return [folder, studentPackage(folder === "" ? { ...manifest, workspaces } : manifest, files)];
    }),
  );
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as Lock;
  for (const [folder, manifest] of manifests) {
    files.set(folder === "" ? "package.json" : `${folder}/package.json`, jsonOf(manifest));
  }
  files.set("package-lock.json", jsonOf(pruneLock(lock, manifests)));
  const scripts = manifests.get("")?.scripts ?? {};
  files.set("README.md", studentReadme(chosen, { scripts, files }));
  for (const way of ways) for (const [file, text] of filesOfWay(way, labs)) files.set(file, text);
  return files;
}

function jsonOf(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

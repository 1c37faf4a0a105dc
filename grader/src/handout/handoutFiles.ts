import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readLab } from "toolkit/labs/readLab";
import { handoutContentOfKitFile, type HandoutContent } from "./ways/HandoutContent";
import { handedFiles, handedWorkspaces } from "./handedFiles";
import type { HandoutWay } from "./ways/HandoutRecord";
import { prunePackageLock, type PackageLock } from "./prunePackageLock";
import { handoutPackage, type PackageManifest } from "./handoutPackage";
import { handoutEditorFiles } from "./handoutEditorFiles";
import { handoutReadme } from "./handoutReadme";
import { handoutFileText } from "./handoutFileText";
import { filesOfHandoutWay } from "./ways/filesOfHandoutWay";
import { HANDOUT_UPDATE_WORKFLOW, handoutUpdateWorkflow } from "./ways/handoutUpdateWorkflow";

/** All files of a hand-out: contents by name. Throws ToolError for a lab that there is not. */
export function handoutFiles(
  root: string,
  {
    labs,
    ways,
    hasRealSystems = true,
  }: { labs: readonly string[]; ways: readonly HandoutWay[]; hasRealSystems?: boolean },
): ReadonlyMap<string, HandoutContent> {
  const chosen = labs.map((lab) => readLab(root, lab));
  const files = new Map(
    handedFiles(root, labs, hasRealSystems).map((file): [string, HandoutContent] => {
      const content = handoutContentOfKitFile(join(root, file));
      return [file, typeof content === "string" ? handoutFileText(file, content) : content];
    }),
  );
  const workspaces = handedWorkspaces(root, labs, hasRealSystems);
  const manifests = new Map(
    ["", ...workspaces].map((folder) => {
      const manifest = JSON.parse(
        readFileSync(join(root, folder, "package.json"), "utf8"),
      ) as PackageManifest;
      return [folder, handoutPackage(folder === "" ? { ...manifest, workspaces } : manifest, files)];
    }),
  );
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as PackageLock;
  for (const [folder, manifest] of manifests) {
    files.set(folder === "" ? "package.json" : `${folder}/package.json`, handoutJsonText(manifest));
  }
  files.set("package-lock.json", handoutJsonText(prunePackageLock(lock, manifests)));
  const scripts = manifests.get("")?.scripts ?? {};
  files.set("README.md", handoutReadme(chosen, { scripts, files }));
  for (const [file, text] of handoutEditorFiles(labs)) files.set(file, text);
  // What is graded elsewhere is brought up to date elsewhere.
  if (ways.length > 0) files.set(HANDOUT_UPDATE_WORKFLOW, handoutUpdateWorkflow());
  for (const way of ways) for (const [file, text] of filesOfHandoutWay(way, labs)) files.set(file, text);
  return files;
}

function handoutJsonText(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

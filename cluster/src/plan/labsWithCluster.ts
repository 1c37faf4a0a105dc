import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { nearestName } from "toolkit/cli/nearestName";
import { ToolError } from "toolkit/cli/ToolError";
import type { LabCluster } from "./LabCluster";

/** Names of the labs below a folder that have a real system: a file `real/cluster.ts`. */
export function labsWithCluster(root: string): string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, entry.name, "real", "cluster.ts")))
    .map(({ name }) => name)
    .sort();
}

/** Loads what a lab says about its nodes. Throws ToolError for a lab that has no real system. */
export function loadLabCluster(root: string, name: string): LabCluster {
  const labs = labsWithCluster(root);
  if (!labs.includes(name)) {
    throw new ToolError(
      `expected the name of a lab with a real system (${labs.join(", ") || "there is none"}), got ${JSON.stringify(name)}${nearestName(name, labs)}`,
    );
  }
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- which lab it is, the command line says
  return (require(join(root, name, "real", "cluster.ts")) as { cluster: LabCluster }).cluster;
}

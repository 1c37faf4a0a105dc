import { spawnSync } from "node:child_process";
import type { Attack } from "./stage/Attack";

/** Why this machine cannot run an attack, or undefined. */
export function missingForAttack({ needs }: Attack): string | undefined {
  const { platforms, programs = [], node = 0 } = needs;
  if (platforms !== undefined && !platforms.includes(process.platform))
    return `it needs ${platforms.join(" or ")}`;
  const major = Number(process.versions.node.split(".")[0]);
  if (major < node) return `it needs Node ${String(node)} or newer`;
  const lacking = programs.find((name) => spawnSync(name, ["--version"]).error !== undefined);
  return lacking === undefined ? undefined : `it needs the program ${lacking}`;
}

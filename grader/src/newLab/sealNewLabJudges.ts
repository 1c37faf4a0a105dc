import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ToolError } from "toolkit/cli/ToolError";
import { KIT_ROOT } from "toolkit/files/kitRoot";

/**
 * Seals a lab's judges anew, as `npm run judges` does: the example's have classes of other names in them. Throws
 * ToolError when that does not work.
 *
 * @param root the kit that has the lab, absolute
 */
export function sealNewLabJudges(root: string, lab: string): void {
  const program = join(KIT_ROOT, "scripts", "judges.ts");
  const { status, stderr } = spawnSync(
    process.execPath,
    ["-r", join(KIT_ROOT, "toolkit/bin/register.js"), program, lab, root],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new ToolError(`expected to seal the judges of ${lab}, got: ${stderr.trim()}`);
}

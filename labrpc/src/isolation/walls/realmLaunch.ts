import { realmProgram } from "../process/realmProgram";
import type { RealmLaunch } from "../process/RealmProcess";
import { bubblewrapLaunch } from "./bubblewrapLaunch";
import type { IsolationTier } from "./IsolationTier";
import { realmNodeFlags } from "./realmNodeFlags";

/**
 * How to start a realm process behind such walls.
 *
 * @param heapMb see `realmNodeFlags`
 * @param program absolute. Default: the kit's
 */
export function realmLaunch(
  tier: Exclude<IsolationTier, "none">,
  heapMb: number,
  program = realmProgram(),
): RealmLaunch {
  return tier === "bubblewrap"
    ? bubblewrapLaunch(program, heapMb)
    : { command: process.execPath, args: [...realmNodeFlags({ program, heapMb }), program] };
}

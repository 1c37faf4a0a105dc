import { realmProgram } from "../process/realmProgram";
import type { RealmLaunch } from "../process/RealmProcess";
import { bubblewrapLaunch } from "./bubblewrapLaunch";
import type { IsolationTier } from "./IsolationTier";
import { realmNodeFlags } from "./realmNodeFlags";
import { underMemoryLimit } from "./underMemoryLimit";

/** JavaScript's heap has this part of what a process may take; the rest is for buffers. */
const HEAP_PART = 0.75;

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
  const launch: RealmLaunch =
    tier === "bubblewrap"
      ? bubblewrapLaunch(program, heapMb)
      : { command: process.execPath, args: [...realmNodeFlags({ program, heapMb }), program] };
  return underMemoryLimit(launch, Math.ceil(heapMb / HEAP_PART));
}

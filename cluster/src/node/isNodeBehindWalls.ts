/** The variable that says so. */
export const BEHIND_WALLS = "KIT_NODE_BEHIND_WALLS";

/**
 * In a node's own process: whether walls stand around it. Then it sees no other process, and what its plan's `hold` takes
 * is taken.
 */
export function isNodeBehindWalls(): boolean {
  return process.env[BEHIND_WALLS] === "1";
}

import { join } from "node:path";
import type { NodePlan, NodesPlan } from "labcluster";
import {
  MINI_REDIS_GRACE_MS,
  MINI_REDIS_SETTINGS_VARIABLE,
  type MiniRedisSettings,
} from "./MiniRedisSettings";

/** The process of one server. */
export function miniRedisNode(settings: MiniRedisSettings): NodePlan {
  return {
    name: `server${String(settings.serverId)}`,
    port: settings.port,
    knows: [],
    env: () => ({ [MINI_REDIS_SETTINGS_VARIABLE]: JSON.stringify(settings) }),
  };
}

/** What all servers' processes have in common. */
export const MINI_REDIS_PROGRAM: Omit<NodesPlan, "nodes"> = {
  program: join(__dirname, "node.ts"),
  graceMs: MINI_REDIS_GRACE_MS,
};

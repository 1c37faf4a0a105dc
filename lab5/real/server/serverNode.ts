import { join } from "node:path";
import type { NodePlan, NodesPlan } from "labcluster";
import { SETTINGS_VARIABLE, type ServerSettings } from "./ServerSettings";

/** The process of one server. */
export function serverNode(settings: ServerSettings): NodePlan {
  return {
    name: `server${String(settings.serverId)}`,
    port: settings.port,
    knows: [],
    env: () => ({ [SETTINGS_VARIABLE]: JSON.stringify(settings) }),
  };
}

/** What all servers' processes have in common. */
export const SERVER_PROGRAM: Omit<NodesPlan, "nodes"> = {
  program: join(__dirname, "node.ts"),
  // A server saves all its keys before it ends: a million take some seconds.
  graceMs: 20_000,
};

import { join } from "node:path";
import type { NodePlan, NodesPlan } from "labcluster";
import { ToolError } from "toolkit/cli/ToolError";
import { makeFolders } from "toolkit/files/makeFolders";
import { FolderLock } from "../disk/FolderLock";
import { messageOfMiniRedisFolder } from "../disk/messageOfMiniRedisFolder";
import {
  folderOfMiniRedis,
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
    walls: {
      code: settings.code,
      writes: [folderOfMiniRedis(settings)],
      hold: () => holdFolderOfMiniRedis(settings),
    },
    env: () => ({ [MINI_REDIS_SETTINGS_VARIABLE]: JSON.stringify(settings) }),
  };
}

/** Behind walls a server does not see who else has its folder, and its own number says nothing. Throws ToolError. */
function holdFolderOfMiniRedis(settings: MiniRedisSettings): () => void {
  const folder = folderOfMiniRedis(settings);
  let lock: FolderLock | undefined;
  try {
    lock = FolderLock.take(folder);
    makeFolders(folder);
    const taken = lock;
    return () => taken.release();
  } catch (error) {
    lock?.release();
    throw new ToolError(messageOfMiniRedisFolder(error, folder));
  }
}

/** What all servers' processes have in common. */
export const MINI_REDIS_PROGRAM: Omit<NodesPlan, "nodes"> = {
  program: join(__dirname, "node.ts"),
  graceMs: MINI_REDIS_GRACE_MS,
};

import { FolderInUse } from "./FolderLock";

/** Why a server cannot have its folder for data, in one sentence. */
export function messageOfMiniRedisFolder(error: unknown, folder: string): string {
  if (error instanceof FolderInUse) return error.message;
  const why = error instanceof Error ? error.message : String(error);
  return `expected a folder for data at ${folder}, got ${why}; choose another with --data`;
}

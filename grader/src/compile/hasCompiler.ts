import { sep } from "node:path";

/** Whether this process holds a compiler, and its heap is large for that. */
export function hasCompiler(): boolean {
  return ["typescript", "ts-node", "esbuild"].some(isLoaded);
}

/** Whether this process had to compile files of the kit, since the cache of them was not full. */
export function hadToCompileKit(): boolean {
  return isLoaded("ts-node");
}

function isLoaded(name: string): boolean {
  return Object.keys(require.cache).some((file) => file.includes(`${sep}node_modules${sep}${name}${sep}`));
}

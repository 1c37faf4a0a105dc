import { sep } from "node:path";

/** Whether this process holds a compiler: then a cache was not full, and its heap is large. */
export function hasCompiler(): boolean {
  return Object.keys(require.cache).some((file) => COMPILERS.some((part) => file.includes(part)));
}

const COMPILERS = ["typescript", "ts-node", "esbuild"].map((name) => `${sep}node_modules${sep}${name}${sep}`);

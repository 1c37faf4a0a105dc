/** Compiled text of a file, from the cache if it is there; else it is compiled, and kept there. */
export function compiled(file: string): string;

/** Whether a file is in the cache as it is now. Throws what reading it throws. */
export function isCompiled(file: string): boolean;

/** The name of a file's entry in such a cache. */
export function cacheEntryName(file: string): string;

/** Whether every package of the lock file is installed in the version it names. */
export function isInstalled(root: string): boolean;
/** Runs `npm ci` when packages are missing or of other versions; returns a message when that fails. */
export function ensureInstalled(root?: string): string | undefined;
/** Checks Node and the packages; on a problem prints it and ends the process with exit code 2. */
export function prepare(): void;

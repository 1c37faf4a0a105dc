import path, { type PlatformPath } from "node:path";

/**
 * Whether a path is a folder or lies below it. Both absolute. On Windows no path on another drive does; there
 * `relative` returns the path itself.
 *
 * @param platform whose paths they are. Default: this system's
 */
export function isWithin(folder: string, file: string, platform: PlatformPath = path): boolean {
  const way = platform.relative(folder, file);
  return way !== ".." && !way.startsWith(`..${platform.sep}`) && !platform.isAbsolute(way);
}

import type { PackageManifest } from "./handoutPackage";

/** One entry of a lock file of version 3. */
export interface PackageLockEntry {
  readonly link?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

export interface PackageLock {
  readonly packages: Readonly<Record<string, PackageLockEntry>>;
  readonly [key: string]: unknown;
}

/**
 * The lock file of a repository with fewer packages: the same versions, without those that nothing needs any more.
 *
 * @param manifests package.json of the root (under "") and of each workspace, by folder
 */
export function prunePackageLock(
  lock: PackageLock,
  manifests: ReadonlyMap<string, PackageManifest>,
): PackageLock {
  const all = { ...lock.packages };
  for (const [folder, manifest] of manifests) all[folder] = lockEntryOfManifest(manifest, all[folder]);
  // Links are our own packages, some of which may not be there.
  const links = Object.entries(all).flatMap(([key, { link, resolved }]) =>
    link === true && manifests.has(String(resolved)) ? [key] : [],
  );
  const needed = new Set<string>([...manifests.keys(), ...links]);
  // The set grows while it is walked through; what is added is visited too.
  for (const key of needed) {
    const entry = all[key] ?? {};
    for (const name of dependenciesInLockEntry(entry, manifests.has(key))) {
      const found = resolveInPackageLock(all, key, name);
      if (found !== undefined) needed.add(found);
    }
  }
  const kept = Object.entries(all).filter(([key]) => needed.has(key));
  return { ...lock, packages: Object.fromEntries(kept) };
}

/** What the lock file repeats of a package.json of ours. */
function lockEntryOfManifest(manifest: PackageManifest, before: PackageLockEntry = {}): PackageLockEntry {
  const entry: Record<string, unknown> = { ...before };
  for (const key of ["dependencies", "devDependencies"] as const) {
    const packages = manifest[key];
    if (packages === undefined || Object.keys(packages).length === 0) {
      Reflect.deleteProperty(entry, key);
    } else {
      entry[key] = packages;
    }
  }
  if (manifest.workspaces !== undefined) entry.workspaces = manifest.workspaces;
  return entry;
}

function dependenciesInLockEntry(entry: PackageLockEntry, own: boolean): string[] {
  return [
    entry.dependencies,
    entry.optionalDependencies,
    entry.peerDependencies,
    own ? entry.devDependencies : undefined,
  ].flatMap((packages) => Object.keys(packages ?? {}));
}

/** Where Node finds a package: in the nearest node_modules, from the folder of the one that asks for it upwards. */
function resolveInPackageLock(all: PackageLock["packages"], from: string, name: string): string | undefined {
  for (let folder = from; ; folder = parentInPackageLock(folder)) {
    const key = folder === "" ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (key in all) return key;
    if (folder === "") return undefined;
  }
}

function parentInPackageLock(folder: string): string {
  const at = folder.lastIndexOf("/node_modules/");
  return at === -1 ? "" : folder.slice(0, at);
}

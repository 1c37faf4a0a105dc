let libraries: readonly string[] | undefined;

/** The files that the system has loaded with Node, the loader among them. */
export function linkedLibraries(): readonly string[] {
  if (libraries === undefined) {
    const report = process.report as typeof process.report & { excludeNetwork?: boolean };
    // Names of network interfaces take time, and are no matter.
    report.excludeNetwork = true;
    const { sharedObjects } = report.getReport() as { sharedObjects: readonly string[] };
    // The rest has no file: the kernel's own, and Node itself.
    libraries = sharedObjects.filter((file) => /^\/.*\.so(\.|$)/.test(file));
  }
  return libraries;
}

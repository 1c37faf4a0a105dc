/** What a package.json says, as far as it matters here. */
export interface Manifest {
  readonly name: string;
  readonly version?: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

/**
 * The package.json of a student repository: only commands whose program was handed out, and of the packages for
 * development only those that some handed file names.
 *
 * @param files names and texts of all handed files
 */
export function studentPackage(manifest: Manifest, files: ReadonlyMap<string, string>): Manifest {
  const scripts = Object.entries(manifest.scripts ?? {}).filter(([, command]) => {
    const [, program] = /^node (\S+\.js)\b[^&]*$/.exec(command) ?? [];
    return (
      (program !== undefined && files.has(program) && program.includes("/bin/")) || isOfLab(program, files)
    );
  });
  return {
    ...manifest,
    ...(manifest.scripts === undefined ? {} : { scripts: Object.fromEntries(scripts) }),
    ...(manifest.devDependencies === undefined
      ? {}
      : { devDependencies: namedIn(manifest.devDependencies, [...files.values()].join("\n")) }),
  };
}

/** Programs of a lab's real system. */
function isOfLab(program: string | undefined, files: ReadonlyMap<string, string>): boolean {
  return program !== undefined && files.has(program) && files.has(`${program.split("/")[0] ?? ""}/lab.json`);
}

/** Types without a package of that name: those of Node itself. */
const ALWAYS = ["@types/node"];

function namedIn(packages: Readonly<Record<string, string>>, text: string): Record<string, string> {
  const isNamed = (name: string): boolean => text.includes(`"${name}"`) || text.includes(`"${name}/`);
  const kept = Object.entries(packages).filter(
    ([name]) => ALWAYS.includes(name) || isNamed(name.replace(/^@types\//, "")),
  );
  return Object.fromEntries(kept);
}

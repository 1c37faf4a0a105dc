import type { HandoutContent } from "./ways/HandoutContent";

/** What a package.json says, as far as it matters here. */
export interface PackageManifest {
  readonly name: string;
  readonly version?: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

/**
 * The package.json of a student repository: only commands whose program was handed out, and of the packages
 * only those that some handed file imports, and those that its commands and editors need.
 *
 * @param files names and contents of all handed files
 */
export function handoutPackage(
  manifest: PackageManifest,
  files: ReadonlyMap<string, HandoutContent>,
): PackageManifest {
  const scripts = Object.entries(manifest.scripts ?? {}).filter(([, command]) => {
    const [, program] = /^node (\S+\.js)\b[^&]*$/.exec(command) ?? [];
    return (
      (program !== undefined && files.has(program) && program.includes("/bin/")) ||
      isHandoutScriptOfLab(program, files)
    );
  });
  const code = codeInHandout(files);
  const imported = importsInHandout(code);
  return {
    ...manifest,
    ...(manifest.scripts === undefined ? {} : { scripts: Object.fromEntries(scripts) }),
    ...packagesUsedInHandout(
      manifest,
      "dependencies",
      (name) => code.includes(`"${name}"`) || code.includes(`"${name}/`),
    ),
    ...packagesUsedInHandout(
      manifest,
      "devDependencies",
      (name) => ALWAYS.includes(name) || imported.has(handoutPackageWithoutTypes(name)),
    ),
  };
}

/** Programs of a lab's real system. */
function isHandoutScriptOfLab(
  program: string | undefined,
  files: ReadonlyMap<string, HandoutContent>,
): boolean {
  return program !== undefined && files.has(program) && files.has(`${program.split("/")[0] ?? ""}/lab.json`);
}

/** What nobody imports: the program that runs tests, its types, and those of Node itself. */
const ALWAYS = ["mocha", "@types/mocha", "@types/node", "typescript"];

function packagesUsedInHandout(
  manifest: PackageManifest,
  key: "dependencies" | "devDependencies",
  isUsed: (name: string) => boolean,
): Pick<PackageManifest, typeof key> {
  const packages = manifest[key];
  if (packages === undefined) return {};
  return { [key]: Object.fromEntries(Object.entries(packages).filter(([name]) => isUsed(name))) };
}

/** Names of the packages that programs import. */
function importsInHandout(code: string): ReadonlySet<string> {
  const found = code.matchAll(
    /\b(?:from|import|import\(|require\(|require\.resolve\()\s*"((?:@[\w.-]+\/)?[\w.-]+)/g,
  );
  return new Set([...found].map(([, name = ""]) => name));
}

/** The package whose types a package holds; any other package itself. */
function handoutPackageWithoutTypes(name: string): string {
  return name.replace(/^@types\//, "");
}

/** The text of all programs. What a package.json names is not yet used by anything. */
function codeInHandout(files: ReadonlyMap<string, HandoutContent>): string {
  return [...files]
    .flatMap(([file, text]) => (typeof text === "string" && /\.[cm]?[jt]s$/.test(file) ? [text] : []))
    .join("\n");
}

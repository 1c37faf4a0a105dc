/** A file of the kit as students get it. Most are as they are. */
export function handoutFileText(file: string, text: string): string {
  if (file === "tsconfig.json") return handoutTsconfig(text);
  if (file === ".vscode/launch.json") return handoutLaunches(text);
  // From this heading on it says which mistakes were made on purpose, and which strategy finds them.
  if (file === "docs/strategies.md") return `${(text.split("\n## Which finds what")[0] ?? "").trimEnd()}\n`;
  // Unit tests of the kit are not handed out. The section is the last of a package's page.
  if (/^[^/]+(\/real)?\/README\.md$/.test(file))
    return `${(text.split("\n## Tests\n")[0] ?? "").trimEnd()}\n`;
  if (/(^|\/)(\.dockerignore|Dockerfile|docker-compose\.yml)$/.test(file))
    return handoutWithoutSolutionLines(text);
  return text;
}

function handoutTsconfig(text: string): string {
  const config = JSON.parse(text) as { compilerOptions: Record<string, unknown>; exclude?: string[] };
  // They exist so that solutions find what labs give.
  delete config.compilerOptions.rootDirs;
  return `${JSON.stringify({ ...config, exclude: ["node_modules", "reports", "picture/page"] }, null, 2)}\n`;
}

/** Unit tests of the kit are not handed out, and so is no way to debug them. */
function handoutLaunches(text: string): string {
  const launches = JSON.parse(text) as { configurations: readonly { readonly name: string }[] };
  const configurations = launches.configurations.filter(({ name }) => !name.includes("unit test"));
  return `${JSON.stringify({ ...launches, configurations }, null, 2)}\n`;
}

function handoutWithoutSolutionLines(text: string): string {
  return text
    .split("\n")
    .filter((line) => !line.includes("solutions/"))
    .join("\n");
}

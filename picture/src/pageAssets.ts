import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";

/** What every page has in it. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
}

export const PAGE = join(__dirname, "..", "page");
let made: PageAssets | undefined;

/**
 * The page's program and its style, bundled once per process: about 0.1 s, however many pages are written.
 * Throws what esbuild throws when it cannot start.
 */
export function pageAssets(): PageAssets {
  made ??= { script: bundlePage("main.ts"), style: readFileSync(join(PAGE, "style.css"), "utf8") };
  return made;
}

/** Bundles a program of the page's folder. */
export function bundlePage(entry: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [join(PAGE, entry)],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "es2022",
    charset: "ascii",
    legalComments: "none",
    logLevel: "silent",
    tsconfigRaw: "{}",
  });
  const text = outputFiles[0]?.text ?? "";
  // In a script element, these words would end it, wherever they stand in the program.
  return text.replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { RunRecord } from "labrpc/testing";

export interface RenderPictureSvgOptions {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly scheme: "light" | "dark";
  /** What the picture shows, for who does not see it. */
  readonly title: string;
}

const PAGE = join(__dirname, "../page");

/**
 * The diagram of a run that did not fail, as an SVG: drawn by the page's own program, in one of its two colour schemes,
 * without a browser.
 */
export function renderPictureSvg(record: RunRecord, { scheme, ...options }: RenderPictureSvgOptions): string {
  // The page's types are those of a browser, and its program is checked with them, not with ours.
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- so it is loaded without its types
  const { drawPictureSvg } = require(join(PAGE, "svg", "drawPictureSvg.ts")) as {
    drawPictureSvg: (record: RunRecord, options: object) => string;
  };
  return drawPictureSvg(record, { ...options, palette: paletteOf(scheme) });
}

/** The colours of the page's style sheet. */
function paletteOf(scheme: "light" | "dark"): Record<string, string> {
  const style = readFileSync(join(PAGE, "style.css"), "utf8");
  const colors = (block: string): [string, string][] =>
    [...block.matchAll(/--([\w-]+): ([^;]+);/g)].map(([, name = "", value = ""]) => [
      name,
      plainSvgColor(value),
    ]);
  const light = style.slice(0, style.indexOf("}"));
  const dark = style.slice(style.lastIndexOf(':root[data-theme="dark"] {'));
  return Object.fromEntries([
    ...colors(light),
    ...(scheme === "dark" ? colors(dark.slice(0, dark.indexOf("}"))) : []),
  ]);
}

/** A colour in the older of CSS's forms: not everybody who shows an SVG knows the newer one. */
function plainSvgColor(color: string): string {
  return color.replace(
    /^rgb\((\d+) (\d+) (\d+) \/ (\d+)%\)$/,
    (_, red: string, green: string, blue: string, percent: string) =>
      `rgba(${red},${green},${blue},${String(Number(percent) / 100)})`,
  );
}

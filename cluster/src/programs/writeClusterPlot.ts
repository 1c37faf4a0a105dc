import { dirname, join } from "node:path";
import { Resvg } from "@resvg/resvg-js";
import type { TopLevelSpec } from "vega-lite";
import { writeResultFile } from "toolkit/cli/writeResultFile";

/** So that machines without fonts draw text too. */
const FONT = join(dirname(require.resolve("dejavu-fonts-ttf/package.json")), "ttf", "DejaVuSans.ttf");
const FAMILY = "DejaVu Sans";
/** Pixels of the picture for each unit of the drawing. */
const SCALE = 2;

/**
 * Draws a plot into `NAME.png` and `NAME.svg` in a folder, which is made when it is not there. Returns their paths. Throws
 * ToolError when they cannot be written.
 *
 * @param specification in Vega-Lite; its colours are on white
 */
export async function writeClusterPlot(
  folder: string,
  name: string,
  specification: TopLevelSpec,
): Promise<string[]> {
  const dressed = { background: "white", config: { font: FAMILY }, ...specification } as TopLevelSpec;
  // These take long to load, and only `import` can load them.
  const [{ parse, View }, { compile }] = await Promise.all([import("vega"), import("vega-lite")]);
  const svg = await new View(parse(compile(dressed).spec), { renderer: "none" }).toSVG();
  const png = new Resvg(svg, {
    fitTo: { mode: "zoom", value: SCALE },
    font: { loadSystemFonts: false, fontFiles: [FONT], defaultFontFamily: FAMILY },
  });
  const files = { svg: join(folder, `${name}.svg`), png: join(folder, `${name}.png`) };
  writeResultFile(files.svg, svg);
  writeResultFile(files.png, png.render().asPng());
  return [files.png, files.svg];
}

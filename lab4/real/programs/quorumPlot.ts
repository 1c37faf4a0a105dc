import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Resvg } from "@resvg/resvg-js";
import type { TopLevelSpec } from "vega-lite";
import type { QuorumMeasurement } from "./measureQuorums";

/** So that machines without fonts draw text too. */
const FONT = join(dirname(require.resolve("dejavu-fonts-ttf/package.json")), "ttf", "DejaVuSans.ttf");
const FAMILY = "DejaVu Sans";
/** Pixels of the picture for each unit of the drawing. */
const SCALE = 2;

/** Writes `quorum_analysis.svg` and `quorum_analysis.png` into a folder. Returns their paths. */
export async function quorumPlot(folder: string, measured: readonly QuorumMeasurement[]): Promise<string[]> {
  // Modules that wait for something while they load: they cannot be required.
  const [{ parse, View }, { compile }] = await Promise.all([import("vega"), import("vega-lite")]);
  const svg = await new View(parse(compile(specification(measured)).spec), { renderer: "none" }).toSVG();
  const png = new Resvg(svg, {
    fitTo: { mode: "zoom", value: SCALE },
    font: { loadSystemFonts: false, fontFiles: [FONT], defaultFontFamily: FAMILY },
  });
  mkdirSync(folder, { recursive: true });
  const files = { svg: join(folder, "quorum_analysis.svg"), png: join(folder, "quorum_analysis.png") };
  writeFileSync(files.svg, svg);
  writeFileSync(files.png, png.render().asPng());
  return [files.png, files.svg];
}

function specification(measured: readonly QuorumMeasurement[]): TopLevelSpec {
  const values = measured.flatMap(({ quorum, latencyMs: { mean, median, p95, p99 } }) =>
    Object.entries({ mean, median, P95: p95, P99: p99 }).map(([figure, ms]) => ({ quorum, figure, ms })),
  );
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    title: "Latency of a write by write quorum",
    width: 520,
    height: 320,
    background: "white",
    config: { font: FAMILY },
    data: { values },
    mark: { type: "line", point: true },
    encoding: {
      x: {
        field: "quorum",
        type: "ordinal",
        title: "write quorum (of 5 followers)",
        axis: { labelAngle: 0 },
      },
      y: { field: "ms", type: "quantitative", title: "latency, ms", scale: { zero: true } },
      color: { field: "figure", type: "nominal", title: null, sort: ["mean", "median", "P95", "P99"] },
    },
  };
}

import { join, resolve } from "node:path";
import type { GradeOptions } from "./GradeOptions";
import type { FormatPlaces } from "../formats/writeFormats";
import type { ReportPlaces } from "../report/write/writeReports";
import type { CommandContext } from "toolkit/cli/CommandContext";

type Places = Pick<GradeOptions, "json" | "reports" | "seed" | "tests">;

/** Where the reports of a lab go: its folder of reports, and a file of the user's. */
export function reportPlaces(options: Places, lab: string, context: CommandContext): ReportPlaces {
  const { json, seed, tests } = options;
  return {
    folder: reportFolder(options, lab, context),
    // Who looks at one failure more closely still wants the report of the whole lab.
    keepsReport: seed !== undefined || tests !== undefined,
    ...(json === undefined ? {} : { json: resolve(context.cwd, json) }),
  };
}

/** Where further formats of a report go. */
export function formatPlaces(options: Places, lab: string, context: CommandContext): FormatPlaces {
  const { cwd, env = {}, print } = context;
  return { folder: reportFolder(options, lab, context), cwd, env, print };
}

/** The folder of a lab's reports as the user knows it. */
export function namedReportFolder(
  { reports = "reports" }: Pick<GradeOptions, "reports">,
  lab: string,
): string {
  return `${reports.replace(/[\\/]+$/, "")}/${lab}`;
}

function reportFolder(
  { reports: asked }: Places,
  lab: string,
  { root, reports = root, cwd }: CommandContext,
): string {
  return asked === undefined ? join(reports, "reports", lab) : join(resolve(cwd, asked), lab);
}

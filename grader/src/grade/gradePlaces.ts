import { join, resolve } from "node:path";
import type { GradeOptions } from "./GradeOptions";
import type { FormatPlaces } from "../formats/writeFormats";
import type { ReportPlaces } from "../report/write/writeReports";
import type { GradeReport } from "../report/GradeReport";
import type { CommandContext } from "toolkit/cli/CommandContext";

/** Where the reports go: the reports folder, and a file of the user's. */
export function reportPlaces(
  { json, seed, tests }: GradeOptions,
  { root, reports = root, cwd }: CommandContext,
): ReportPlaces {
  return {
    root: reports,
    // Who looks at one failure more closely still wants the report of the whole lab.
    keepsReport: seed !== undefined || tests !== undefined,
    ...(json === undefined ? {} : { json: resolve(cwd, json) }),
  };
}

/** Where further formats of a report go. */
export function formatPlaces(
  { lab }: GradeReport,
  { root, reports = root, cwd, env = {}, print }: CommandContext,
): FormatPlaces {
  return { folder: join(reports, "reports", lab), cwd, env, print };
}

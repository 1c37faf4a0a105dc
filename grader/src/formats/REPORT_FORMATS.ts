import { nearestName } from "toolkit/cli/nearestName";
import { ToolError } from "toolkit/cli/ToolError";
import { classroom50Format } from "./platforms/classroom50Format";
import { ctrfFormat } from "./ctrfFormat";
import type { ReportFormat } from "./common/ReportFormat";
import { githubClassroomFormat } from "./platforms/githubClassroomFormat";
import { gradescopeFormat } from "./platforms/gradescopeFormat";
import { htmlFormat } from "./htmlFormat";
import { jsonFormat } from "./jsonFormat";
import { junitFormat } from "./junitFormat";
import { markdownFormat } from "./markdownFormat";
import { prairieLearnFormat } from "./platforms/prairieLearnFormat";

/** All that `--format` knows. */
export const REPORT_FORMATS: readonly ReportFormat[] = [
  githubClassroomFormat,
  classroom50Format,
  gradescopeFormat,
  junitFormat,
  ctrfFormat,
  prairieLearnFormat,
  markdownFormat,
  jsonFormat,
  htmlFormat,
];

/** A format, and where the command line wants it. */
export interface FormatChoice {
  readonly format: ReportFormat;
  /** Relative to where the user is. Default: the format's own place. */
  readonly file?: string;
}

/** Reads NAME or NAME:FILE. Throws ToolError for a format that there is not. */
export function formatChoice(text: string): FormatChoice {
  const [name = "", ...rest] = text.split(":");
  const file = rest.join(":");
  const format = REPORT_FORMATS.find((known) => known.name === name);
  const names = REPORT_FORMATS.map((known) => known.name);
  if (format === undefined)
    throw new ToolError(
      `expected a format after --format, got ${JSON.stringify(name)}${nearestName(name, names)}. The formats are:\n` +
        REPORT_FORMATS.map((known) => `  ${known.name.padEnd(18)}${known.purpose}`).join("\n"),
    );
  if (rest.length > 0 && file === "")
    throw new ToolError(
      `expected the name of a file after --format ${name}:, got none; leave out the colon for the usual place`,
    );
  return { format, ...(rest.length === 0 ? {} : { file }) };
}

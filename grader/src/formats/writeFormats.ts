import { appendFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { GradeReport } from "../report/GradeReport";
import { reportWithinLimit } from "../report/reportWithinLimit";
import { writeResultFile } from "toolkit/cli/writeResultFile";
import { ToolError } from "toolkit/cli/ToolError";
import type { ReportFormat } from "./common/ReportFormat";
import type { Environment } from "toolkit/cli/Environment";
import type { FormatChoice } from "./REPORT_FORMATS";

/** Where formats go. Paths are absolute. */
export interface FormatPlaces {
  /** The folder of the lab's report. */
  readonly folder: string;
  /** Where relative names of the command line start. */
  readonly cwd: string;
  readonly env: Environment;
  readonly print: (text: string) => void;
}

/** Throws ToolError when the environment lacks what one of the formats asks for: before a class is graded in vain. */
export function checkFormats(choices: readonly FormatChoice[], env: Environment): void {
  for (const { format } of choices) format.check?.(env);
}

/**
 * Writes a report in each of the formats: to the file that the command line names, else to the file that the
 * environment names for it, else beside the report. A text that would be too long tells less. Throws ToolError when a
 * file cannot be written.
 *
 * Returns the formats that were not written, since the score is not final. The file of an earlier report is gone then:
 * it would be taken for this one's.
 */
export function writeFormats(
  report: GradeReport,
  choices: readonly FormatChoice[],
  { folder, cwd, env, print }: FormatPlaces,
): ReportFormat[] {
  const unwritten: ReportFormat[] = [];
  for (const { format, file } of choices) {
    if (report.troubles !== undefined && format.finalOnly === true) {
      rmSync(file === undefined ? join(folder, format.file) : resolve(cwd, file), { force: true });
      unwritten.push(format);
      continue;
    }
    const { text, printed } = reportWithinLimit(
      report,
      (told) => format.render(told, env),
      (made) => Buffer.byteLength(made.text),
      format.mostBytes,
    );
    const stream = format.appendTo === undefined ? undefined : env[format.appendTo];
    if (file !== undefined) writeResultFile(resolve(cwd, file), text);
    else if (stream !== undefined && stream !== "") appendFormat(stream, text);
    else writeResultFile(join(folder, format.file), text);
    if (printed !== undefined) print(printed);
  }
  return unwritten;
}

/** Says which formats there are none of, and why. */
export function tellUnwrittenFormats(
  unwritten: readonly ReportFormat[],
  { printError }: { readonly printError: (text: string) => void },
): void {
  if (unwritten.length === 0) return;
  printError(
    `${NOT_FINAL_FORMATS}, so nothing was written for ${unwritten.map(({ name }) => name).join(", ")}, where it would be taken for final; grade again\n`,
  );
}

/** How the message begins; scripts look for it. */
export const NOT_FINAL_FORMATS = "the score is not final";

function appendFormat(file: string, text: string): void {
  try {
    appendFileSync(file, text);
  } catch (error) {
    throw new ToolError(`expected to append to ${file}, got ${(error as Error).message}`);
  }
}

import type { Environment } from "toolkit/cli/Environment";
import type { GradeReport } from "../../report/GradeReport";

/** A report in the words of some other tool. */
export interface FormattedReport {
  /** What goes into the file. */
  readonly text: string;
  /** What the tool reads from standard output. */
  readonly printed?: string;
}

/** One way to tell a report to another tool. */
export interface ReportFormat {
  /** As `--format` calls it. */
  readonly name: string;
  /** What it is for, in a few words; `--help` lists it. */
  readonly purpose: string;
  /** Name of the file in `reports/LAB` that is written when the command line names none. */
  readonly file: string;
  /** The variable that names a file to append to, in place of `file`, where it is set. */
  readonly appendTo?: string;
  /** Whether its text is of one lab only, so that several labs cannot be told by it. Default: no. */
  readonly oneLab?: true;
  /** Bytes that its reader takes at most. Default: 5,000,000. */
  readonly mostBytes?: number;
  /**
   * Whether its reader takes every score for final. Then nothing is written of a report with tests that could not be
   * judged: no result is better than a wrong one. Default: no, it can say which tests have no verdict.
   */
  readonly finalOnly?: true;
  /** Throws ToolError when the environment lacks what the format asks for. Default: it asks for nothing. */
  check?(env: Environment): void;
  /** Pure. Throws ToolError as `check` does. */
  render(report: GradeReport, env: Environment): FormattedReport;
}

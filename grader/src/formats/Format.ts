import type { GradeReport } from "../report/GradeReport";

/** Variables of the process's environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A report in the words of some other tool. */
export interface Formatted {
  /** What goes into the file. */
  readonly text: string;
  /** What the tool reads from standard output. */
  readonly printed?: string;
}

/** One way to tell a report to another tool. */
export interface Format {
  /** As `--format` calls it. */
  readonly name: string;
  /** What it is for, in a few words; `--help` lists it. */
  readonly purpose: string;
  /** Name of the file in `reports/LAB` that is written when the command line names none. */
  readonly file: string;
  /** The variable that names a file to append to, in place of `file`, where it is set. */
  readonly appendTo?: string;
  /** The variables that the format asks for and the environment lacks. Default: it asks for none. */
  missing?(env: Environment): readonly string[];
  /** Pure. Throws ToolError when the environment lacks what the format asks for. */
  render(report: GradeReport, env: Environment): Formatted;
}

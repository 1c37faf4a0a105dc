import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ToolError } from "toolkit/cli/ToolError";
import { changesCsv } from "./book/changesCsv";
import { gradebookCsv } from "./book/gradebook";
import { LateScores } from "./late/LateScores";
import { PLATFORM_CSVS, platformCsvs } from "./book/platformCsvs";
import { makeClassFolder } from "./keep/makeClassFolder";
import { renderClassPage } from "./page/renderClassPage";
import { rowOfMember } from "./row/rowOfMember";
import type { ClassResult } from "./run/ClassResult";

/**
 * Writes what a class comes to, beside the students' folders: gradebooks, data, page. Throws ToolError.
 *
 * @param out absolute
 * @param pages what else there is to open, relative to `out`
 */
export function writeClass(out: string, result: ClassResult, pages: readonly string[]): void {
  const files = [
    { name: "gradebook.csv", text: gradebookCsv(result) },
    ...platformCsvs(result),
    { name: "changes.csv", text: changesCsv(result.changes) },
    { name: "class.json", text: `${JSON.stringify(classJson(result), null, 2)}\n` },
  ];
  const page = renderClassPage(result, [...pages, ...files.map(({ name }) => name)]);
  makeClassFolder(out);
  try {
    // One of an earlier roster must not be imported for this grading's.
    for (const name of PLATFORM_CSVS) rmSync(join(out, name), { force: true });
    for (const { name, text } of [...files, { name: "index.html", text: page }])
      writeFileSync(join(out, name), text);
  } catch (error) {
    throw new ToolError(`expected to write results to ${out}, got ${(error as Error).message}`);
  }
}

function classJson(result: ClassResult): unknown {
  const { kit, members, labs, policy } = result;
  const late = new LateScores(result);
  return {
    schema: "class-report/v1",
    kit,
    students: members.map(({ student: { id, name }, inRoster }, index) => ({
      id,
      name,
      inRoster,
      labs: Object.fromEntries(labs.map((lab) => [lab.lab, rowOfMember(lab, index)])),
      ...(policy === undefined
        ? {}
        : { afterLateness: Object.fromEntries(labs.map(({ lab }) => [lab, late.of(id, lab)?.points])) }),
    })),
  };
}

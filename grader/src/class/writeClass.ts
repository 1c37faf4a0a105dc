import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ToolError } from "toolkit/cli/ToolError";
import { changesCsv } from "./book/changesCsv";
import { gradebookCsv, platformCsvs } from "./book/gradebook";
import type { LatePolicy } from "./book/LatePolicy";
import { makeClassFolder } from "./keep/makeClassFolder";
import { renderClassPage } from "./page/renderClassPage";
import type { ClassResult } from "./run/ClassResult";

/** Writes what a class comes to, beside the students' folders: gradebooks, data, page. Throws ToolError. @param out absolute */
export function writeClass(out: string, result: ClassResult, policy: LatePolicy | undefined): void {
  const parts = { ...result, ...(policy === undefined ? {} : { policy }) };
  const files = [
    { name: "gradebook.csv", text: gradebookCsv(parts) },
    ...platformCsvs(parts),
    { name: "changes.csv", text: changesCsv(result.changes) },
    { name: "class.json", text: `${JSON.stringify(classJson(result), null, 2)}\n` },
    { name: "index.html", text: renderClassPage(result) },
  ];
  makeClassFolder(out);
  try {
    for (const { name, text } of files) writeFileSync(join(out, name), text);
  } catch (error) {
    throw new ToolError(`expected to write results to ${out}, got ${(error as Error).message}`);
  }
}

function classJson({ kit, members, labs }: ClassResult): unknown {
  return {
    schema: "class-report/v1",
    kit,
    students: members.map(({ student, inRoster }, index) => ({
      id: student.id,
      name: student.name,
      inRoster,
      labs: Object.fromEntries(labs.map(({ lab, results }) => [lab, results[index]?.row])),
    })),
  };
}

import { csvOf } from "../row/csvOf";
import { studentFolderName } from "../row/studentFolderName";
import type { CodeFile, CodeOfStudent } from "./CodeOfStudent";
import { codeText } from "./codeShape";

/**
 * The programs of a lab as JPlag and Dolos read them; files by name, below one folder. JPlag wants a folder for each
 * student and one of what was given, Dolos a file for each and a table of them.
 */
export function similarityExports(
  students: readonly CodeOfStudent[],
  given: readonly CodeFile[],
): ReadonlyMap<string, string> {
  const folders = students.map((student) => ({ ...student, folder: studentFolderName(student.id) }));
  const rows = [
    ...folders.map(({ folder, name, id }) => ({
      filename: `${folder}.ts`,
      full_name: name,
      id,
      ignored: "false",
    })),
    { filename: `${GIVEN}.ts`, full_name: GIVEN, id: GIVEN, ignored: "true" },
  ];
  return new Map([
    ...given.map(({ path, text }): [string, string] => [`jplag/${GIVEN}/${path}`, text]),
    ...folders.flatMap(({ folder, files }) =>
      files.map(({ path, text }): [string, string] => [`jplag/submissions/${folder}/${path}`, text]),
    ),
    [`dolos/${GIVEN}.ts`, codeText(given)],
    ...folders.map(({ folder, files }): [string, string] => [`dolos/${folder}.ts`, codeText(files)]),
    ["dolos/info.csv", csvOf(rows)],
  ]);
}

/** Not a name that `studentFolderName` gives. */
const GIVEN = "_given";

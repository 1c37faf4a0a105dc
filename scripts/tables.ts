import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { errorTable } from "./errorTable";

/** Tables in Markdown files that are made from code: by file, then by the name in the comments around them. */
const TABLES: Record<string, Record<string, () => string>> = {
  "lab2/README.md": { errors: errorTable },
};

const ROOT = join(__dirname, "..");

/** The text with each table made anew. Throws when a table's comments are missing. */
export function withTables(file: string, text: string): string {
  let result = text;
  for (const [name, table] of Object.entries(TABLES[file] ?? {})) {
    const place = new RegExp(`(<!-- ${name}: [^\\n]*-->\\n)[^]*?(<!-- /${name} -->)`);
    if (!place.test(result)) throw new Error(`expected <!-- ${name}: … --> and <!-- /${name} --> in ${file}`);
    result = result.replace(place, (_, open: string, close: string) => `${open}\n${table()}\n\n${close}`);
  }
  return result;
}

/** Files that have such tables. */
export const FILES_WITH_TABLES = Object.keys(TABLES);

if (require.main === module) {
  for (const file of FILES_WITH_TABLES) {
    const path = join(ROOT, file);
    writeFileSync(path, withTables(file, readFileSync(path, "utf8")));
  }
}

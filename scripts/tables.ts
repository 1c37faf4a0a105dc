import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lab2ErrorTable } from "./lab2ErrorTable";

/** Tables in Markdown files that are made from code: by file, then by the name in the comments around them. */
const TABLES: Record<string, Record<string, () => string>> = {
  "lab2/README.md": { errors: lab2ErrorTable },
};

const ROOT = join(__dirname, "..");

/** The text with each table made anew. Throws when a table's comments are missing. */
export function handoutWithTables(file: string, text: string): string {
  let result = text;
  for (const [name, table] of Object.entries(TABLES[file] ?? {})) {
    const place = new RegExp(`(<!-- ${name}: [^\\n]*-->\\n)[^]*?(<!-- /${name} -->)`);
    if (!place.test(result)) throw new Error(`expected <!-- ${name}: … --> and <!-- /${name} --> in ${file}`);
    result = result.replace(place, (_, open: string, close: string) => `${open}\n${table()}\n\n${close}`);
  }
  return result;
}

/** Files that have such tables. */
export const HANDOUTS_WITH_TABLES = Object.keys(TABLES);

if (require.main === module) {
  for (const file of HANDOUTS_WITH_TABLES) {
    const path = join(ROOT, file);
    writeFileSync(path, handoutWithTables(file, readFileSync(path, "utf8")));
  }
}

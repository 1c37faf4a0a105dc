import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { foldersOfNewLab } from "../newLab/newLabTemplateFiles";

/**
 * What the formatter finds in a lab and its solution, or the compiler and the linter; a line each.
 *
 * @param root the kit's, absolute
 */
export async function programFindings(
  root: string,
  lab: string,
  program: "layout" | "types and style",
): Promise<string[]> {
  // Submissions of the corpus are as students write, and a patch is no program.
  const folders = foldersOfNewLab(lab).filter(
    (folder) => !folder.startsWith("corpus/") && existsSync(join(root, folder)),
  );
  const isLayout = program === "layout";
  const { code, output } = await run(
    root,
    isLayout
      ? ["node_modules/prettier/bin/prettier.cjs", "--check", "--log-level", "warn", ...folders]
      : [
          "-r",
          join(KIT_ROOT, "toolkit/bin/register.js"),
          join(__dirname, "checkFolder.ts"),
          root,
          ...folders,
        ],
  );
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  if (isLayout) return code === 0 ? [] : lines;
  // The last line says how much was looked at, unless it broke.
  return code === 0 ? lines.slice(0, -1) : lines;
}

function run(
  cwd: string,
  args: readonly string[],
): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(process.execPath, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ code, output });
    });
  });
}

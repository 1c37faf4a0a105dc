import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as esbuild from "esbuild";
import { sealJudges, type JudgesOnFile } from "harness";
import { compile } from "labrpc/simulation";
import { materialisePatchedEntry } from "toolkit/submission/materialisePatchedEntry";
import { SCENARIO_FILES } from "toolkit/submission/SCENARIO_FILES";
import { parseLabJson } from "toolkit/labs/readLab";
import { z } from "zod";

/** What `corpus/labN/judges.json` holds: the mistakes that students' scenarios are to catch. */
const choice = z.strictObject({
  /** In the order in which students should think of them. */
  themes: z
    .array(
      z.strictObject({
        theme: z.string().regex(/^[a-z-]+$/),
        title: z.string().min(1),
        /** A question that leads to the mistakes and tells none. */
        nudge: z.string().min(1),
      }),
    )
    .min(1),
  /** From easy to subtle. */
  chaffs: z.array(z.strictObject({ name: z.string(), theme: z.string() })).min(1),
});

/** Where a lab's choice is; labs without one have no scenarios. */
export function judgesChoiceFile(root: string, lab: string): string {
  return join(root, "corpus", lab, "judges.json");
}

/**
 * Bundles a lab's judges: solution and wheats, and the chaffs that its judges.json chooses. Throws an Error when one of
 * them does not exist.
 */
export async function sealLabJudges(root: string, lab: string): Promise<string> {
  const file = judgesChoiceFile(root, lab);
  const { themes, chaffs } = parseLabJson(readFileSync(file, "utf8"), file, choice);
  const wrong = chaffs.find(({ theme }) => !themes.some((one) => one.theme === theme));
  if (wrong !== undefined)
    throw new Error(`${file}: expected a theme that "themes" lists for ${wrong.name}, got ${wrong.theme}`);
  const wheats = join(root, "corpus", lab, "wheats");
  const data: JudgesOnFile = {
    themes,
    wheats: [
      { name: "solution", modules: await modulesIn(join(root, "solutions", lab)) },
      ...(await Promise.all(
        readdirSync(wheats)
          .sort()
          .map(async (name) => ({ name, modules: await judgeModulesOf(root, lab, join(wheats, name)) })),
      )),
    ],
    chaffs: await Promise.all(
      chaffs.map(async ({ name, theme }) => ({
        name,
        theme,
        modules: await judgeModulesOf(root, lab, join(root, "corpus", lab, "chaffs", name)),
      })),
    ),
  };
  return sealJudges(data);
}

type Modules = JudgesOnFile["wheats"][number]["modules"];

async function judgeModulesOf(root: string, lab: string, folder: string): Promise<Modules> {
  if (!existsSync(folder)) throw new Error(`expected a folder ${folder}, got none`);
  const made = materialisePatchedEntry(root, lab, folder);
  try {
    return await modulesIn(made?.folder ?? folder);
  } finally {
    made?.dispose();
  }
}

/** Its files, small and hard to read, as the simulation runs them. */
async function modulesIn(folder: string): Promise<Modules> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => name.endsWith(".ts") && !SCENARIO_FILES.includes(name))
    .sort();
  return Promise.all(
    names.map(async (name) => {
      const source = readFileSync(join(folder, name), "utf8");
      const { code } = await esbuild.transform(source, { loader: "ts", minify: true, target: "esnext" });
      return { name, js: compile(name, code, true).js };
    }),
  );
}

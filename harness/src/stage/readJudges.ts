import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CodeBase } from "labrpc/simulation";
import { labCodeAt } from "../lab/labCodeAt";
import { JUDGES_FILE, judgeModules, unsealJudges, type JudgesOnFile } from "./sealJudges";

/** A program that scenarios are played with, to see what they say of it. */
export interface Judge {
  readonly kind: "wheat" | "chaff";
  readonly name: string;
  /** Of a chaff: what its mistake is about. */
  readonly theme: string | undefined;
  readonly code: CodeBase;
}

export interface Judges {
  readonly themes: JudgesOnFile["themes"];
  readonly wheats: readonly Judge[];
  readonly chaffs: readonly Judge[];
}

/** Reads the judges of the lab that a folder is in. Throws an Error that says so when they cannot be read. */
export function readJudges(folder: string): Judges {
  const lab = labCodeAt(folder);
  const file = join(lab.folder, JUDGES_FILE);
  let data: JudgesOnFile;
  try {
    data = unsealJudges(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Error(`cannot read ${file}: ${(error as Error).message}`, { cause: error });
  }
  const given = { folder: lab.folder, files: lab.given, fixed: lab.fixed ?? [] };
  const judge = (
    kind: Judge["kind"],
    one: JudgesOnFile["wheats"][number] & { readonly theme?: string },
  ): Judge => ({
    kind,
    name: one.name,
    theme: one.theme,
    code: new CodeBase({
      folder: lab.folder,
      given,
      modules: judgeModules(one.modules),
      trusted: true,
    }),
  });
  return {
    themes: data.themes,
    wheats: data.wheats.map((one) => judge("wheat", one)),
    chaffs: data.chaffs.map((one) => judge("chaff", one)),
  };
}

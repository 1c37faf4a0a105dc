import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { compile } from "./compile";

const KIT = resolve(__dirname, "..");

/** Compiles the kit's own part of a realm, for a cache that is empty: the first run of all would wait for it. */
export function compileRealm(): void {
  for (const folder of [KIT, join(KIT, "realm")]) {
    for (const name of readdirSync(folder)) {
      if (!name.endsWith(".ts")) continue;
      const file = join(folder, name);
      compile(file, readFileSync(file, "utf8"), false);
    }
  }
}

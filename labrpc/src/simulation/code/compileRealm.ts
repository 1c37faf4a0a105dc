import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { compile } from "./compile";

const KIT = resolve(__dirname, "../..");

/** Compiles the kit's own part of a realm, for a cache that is empty: the first run of all would wait for it. */
export function compileRealm(): void {
  const names = readdirSync(join(KIT, "realm"), { recursive: true, encoding: "utf8" });
  for (const path of [...readdirSync(KIT), ...names.map((name) => join("realm", name))]) {
    if (!path.endsWith(".ts")) continue;
    const file = join(KIT, path);
    compile(file, readFileSync(file, "utf8"), false);
  }
}

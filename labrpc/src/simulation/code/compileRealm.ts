import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { compile } from "./compile";

const KIT = resolve(__dirname, "../..");

/** Compiles the kit's own part of a realm, for a cache that is empty: the first run of all would wait for it. */
export function compileRealm(): void {
  const rooms = ["realm", "scenarios"].flatMap((room) =>
    readdirSync(join(KIT, room), { recursive: true, encoding: "utf8" }).map((name) => join(room, name)),
  );
  for (const path of [...readdirSync(KIT), ...rooms]) {
    if (!path.endsWith(".ts")) continue;
    const file = join(KIT, path);
    compile(file, readFileSync(file, "utf8"), false);
  }
}

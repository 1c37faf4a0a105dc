import { writeFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { AttackStage } from "../../../src/stage/AttackStage";

export function prepare(stage: AttackStage, root: string): void {
  const solution = join(root, "solutions", "lab1");
  const first = readFileSync(join(solution, "server.ts"), "utf8").split("\n").find((line) => /^\/\*\* .{50,}/.test(line)) ?? "";
  writeFileSync(join(stage.lab, "reach.ts"), [
    `export const a: 5 = {} as import(${JSON.stringify(join(solution, "types"))}).Update;`,
    `export const b: 5 = {} as InstanceType<typeof import(${JSON.stringify(join(solution, "server"))}).KVServer>;`,
    `/** ${first.length > 0 ? "reached" : ""} */`,
  ].join("\n"));
}

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AttackStage } from "../../../src/stage/AttackStage";

export function prepare(stage: AttackStage): void {
  writeFileSync(join(stage.lab, "reach.ts"), [
    `/// <reference path=${JSON.stringify(stage.canaryFile)} />`,
    `/// <reference path="../../guard/secret.txt" />`,
    `/// <reference types="../../guard/secret" />`,
    `/// <reference lib="${stage.canaryFile}" />`,
    `/// <amd-dependency path=${JSON.stringify(stage.canaryFile)} />`,
    "export const x: number = 'text';",
  ].join("\n"));
}

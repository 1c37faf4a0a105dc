import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AttackStage } from "../../../src/stage/AttackStage";

export function prepare(stage: AttackStage): void {
  const evil = `require("fs").writeFileSync(${JSON.stringify(join(stage.guard, "loaded"))}, "")`;
  for (const folder of [stage.submission, stage.lab]) {
    writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module", scripts: { preinstall: "false" }, mocha: { require: ["./evil.js"] } }));
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ extends: stage.canaryFile, compilerOptions: { plugins: [{ name: "./evil.js" }] } }));
    writeFileSync(join(folder, ".mocharc.js"), evil);
    writeFileSync(join(folder, ".npmrc"), "node-options=--require=./evil.js\n");
    writeFileSync(join(folder, "evil.js"), evil);
    mkdirSync(join(folder, "node_modules", "labrpc"), { recursive: true });
    writeFileSync(join(folder, "node_modules", "labrpc", "index.js"), evil);
    writeFileSync(join(folder, "lab.json"), JSON.stringify({ lab: "lab1", seeds: 1, tests: [{ name: "TestBasic", points: 1000 }] }));
    mkdirSync(join(folder, "tests"), { recursive: true });
    writeFileSync(join(folder, "tests", "part1.test.ts"), `${evil};\nit("TestBasic", () => {});\n`);
  }
}

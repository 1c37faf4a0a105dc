import { escaped } from "./probe";

export function attack({ self, ends }) {
  const words = [new Error("x").stack, JSON.stringify(process), JSON.stringify(self), Object.keys(globalThis).join(), Object.getOwnPropertyNames(ends[0]).join(), process.argv.join(), process.cwd(), JSON.stringify(process.env)].join("\n");
  for (const word of ["TestBasic", ".test.ts", "harness", "node_modules", "grader", "seed"]) if (words.includes(word)) escaped(`a run tells ${word}`);
}

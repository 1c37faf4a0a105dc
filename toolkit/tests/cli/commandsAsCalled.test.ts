import { expect } from "chai";
import { commandsAsCalled } from "toolkit/cli/commandsAsCalled";

const NPX = "npx distributed-kv-labs";

describe("commandsAsCalled", () => {
  for (const [text, called] of [
    ["npm run grade lab1 -- --test A --seed 7", `${NPX} grade lab1 --test A --seed 7`],
    ["npm run replay -- reports/lab1/A.replay.json", `${NPX} replay reports/lab1/A.replay.json`],
    ["To see all options: npm run grade -- --help", `To see all options: ${NPX} grade --help`],
    [
      "npm run grade lab1; then npm run demo lab1 -- --seed 2",
      `${NPX} grade lab1; then ${NPX} demo lab1 --seed 2`,
    ],
    ["you may run npm runner", "you may run npm runner"],
  ] as const)
    it(`says ${called}`, () => {
      expect(commandsAsCalled(text, NPX)).to.equal(called);
      expect(commandsAsCalled(text, undefined)).to.equal(text);
    });
});

import { readLab } from "toolkit/labs/readLab";
import { temporaryFolder } from "./temporaryFolder";

const manifest = {
  lab: "sum",
  title: "Adding up",
  student: ["client.ts"],
  given: [],
  seeds: 4,
  parts: [{ part: 1, title: "Small numbers" }],
  tests: [{ name: "TestTwo", part: 1, points: 4, description: "adds two numbers", hint: "Use +." }],
};

/** The root of a kit that has one lab, with a stub and a solution; it is gone when the process ends. */
export const SMALL_KIT = temporaryFolder({
  "sum/lab.json": JSON.stringify(manifest),
  "sum/client.ts": "export class Adder {}\n",
  "sum/tests/sum.test.ts": "",
  "solutions/sum/client.ts": "export class Adder { sum() {} }\n",
});

/** The lab of that kit. */
export const sumLab = readLab(SMALL_KIT, "sum");

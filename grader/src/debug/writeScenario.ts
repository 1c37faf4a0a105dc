import type { DebugView } from "labrpc/testing";
import { labFile } from "toolkit/labs/labFile";
import type { Lab } from "toolkit/labs/readLab";
import type { DebuggedLab } from "labrpc/testing";
import type { DebugWhat } from "./worker/debugProtocol";
import { scenarioSource } from "./scenarioSource";

/** What was done on a free stage as a scenario of the lab's. Throws an Error for a run of a test, which is one already. */
export function writeScenario(lab: Lab, what: DebugWhat, view: DebugView): string {
  const file = labFile(lab, "debug.ts");
  if (what.kind === "test" || file === undefined)
    throw new Error("expected a run on a free stage, got that of a test, which is a scenario already");
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- which lab it is, the command line says
  const { debug } = require(file) as { debug: DebuggedLab & { puzzles(): readonly { setup: string }[] } };
  const setup = what.kind === "stage" ? what.setup : (debug.puzzles()[what.number - 1]?.setup ?? "");
  return scenarioSource(debug, setup, view);
}

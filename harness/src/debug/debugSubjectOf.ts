import { HostCrashed, type CodeBase } from "labrpc/simulation";
import type { DebugSetup, DebugSubject, PerformedCall } from "labrpc/testing";
import type { LabStage } from "../stage/LabStage";
import { StageMisuse } from "../stage/StageHandlers";
import type { StageHandlers } from "../stage/playScenario";

/** A lab's stage with nothing on it but what a setup says, for somebody who debugs. */
export interface FreeStage {
  readonly stage: Pick<LabStage, "stage" | "options">;
  readonly setup: DebugSetup;
  readonly code: CodeBase;
  readonly seed: number;
}

/** Who debugs may let a year pass, and ends what goes on for ever by going back. */
const BUDGET = { virtualMs: 1e12, events: 500_000 };

/** The run on a free stage: it ends only by a failure. */
export function debugSubjectOf({ stage, setup, code, seed }: FreeStage): DebugSubject {
  const options = { ...stage.options, budget: BUDGET };
  return {
    test: setup.title,
    seed,
    options: { seed, code, ...options },
    open: (sim) => {
      const handlers = stage.stage(sim);
      return {
        setUp: async () => {
          for (const [call, args] of setup.calls) await handlerOf(handlers, call)(args);
        },
        body: () => new Promise<never>(() => undefined),
        perform: (call, args) => performed(handlers, call, args),
        judge: () => {
          try {
            for (const verdict of setup.verdicts) handlerOf(handlers, verdict)(null);
            return undefined;
          } catch (error) {
            if (error instanceof StageMisuse) return error.message;
            throw error;
          }
        },
      };
    },
  };
}

async function performed(handlers: StageHandlers, call: string, args: unknown): Promise<PerformedCall> {
  try {
    return { kind: "returned", value: await handlerOf(handlers, call)(args) };
  } catch (error) {
    if (error instanceof StageMisuse) return { kind: "refused", why: error.message };
    if (error instanceof HostCrashed) return { kind: "never" };
    throw error;
  }
}

function handlerOf(handlers: StageHandlers, call: string): (args: unknown) => unknown {
  const handler = Object.hasOwn(handlers, call) ? handlers[call] : undefined;
  if (handler === undefined)
    throw new StageMisuse(`there is no ${call} on this stage; there are ${Object.keys(handlers).join(", ")}`);
  return handler;
}

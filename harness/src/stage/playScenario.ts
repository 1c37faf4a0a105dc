import type { StageCall, StageEnd } from "labrpc/scenarios";
import {
  Simulation,
  StudentError,
  Violation,
  type CodeBase,
  type Endpoint,
  type Outcome,
} from "labrpc/simulation";
import { StageMisuse } from "./StageHandlers";
import { NEVER_MS, StageTurns } from "./StageTurns";

/** What a lab's stage does when a scenario asks for it. */
export type StageHandlers = Readonly<Record<string, (args: unknown) => unknown>>;

/** A student's scenario that is to be played. */
export interface ScenarioPlay {
  /** The student's code: it holds the scenarios. */
  readonly code: CodeBase;
  readonly name: string;
  readonly handlers: StageHandlers;
}

/** The module of the student's code that loads the scenarios. */
export const DIRECTOR = "./given/Director";

/** What directs scenarios, in the code of the student; see ScenarioDirector. */
interface Director {
  names(): unknown;
  play(name: string): Promise<void>;
}

/** Of the scenario's own code: it plays in no time of its own, but may wait in a loop. */
const BUDGET = { virtualMs: NEVER_MS, events: 50_000 };
/** The same for whoever plays: a scenario must not learn from its random numbers whom it judges. */
const SEED = 1;

/**
 * Plays a scenario on a stage: the run of the simulation. Its code runs in a simulation of its own, and what it asks of
 * the stage crosses as messages do, so it sees no more of who plays than a client does. Throws Violation when something is
 * not as the scenario says, and what the code of who plays threw.
 */
export async function playScenario(stage: Simulation, { code, name, handlers }: ScenarioPlay): Promise<void> {
  const turns = new StageTurns(stage);
  const run = new Simulation({
    seed: SEED,
    code,
    network: { delayMs: [0, 0], replyDelayMs: [0, 0], timeoutMs: NEVER_MS },
    budget: BUDGET,
    isAbandoned: () => turns.isOver,
  });
  stage.accompany(turns.ofStage);
  run.accompany(turns.ofScenario);
  let fail: (error: unknown) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => undefined);
  let thrown: Violation | undefined;
  run.network.attach("stage", stageEndpoint({ handlers, run, stage, turns, fail }));
  const played = run.run(async (sim) => {
    const host = sim.host("scenario");
    const director = host.construct<Director>(DIRECTOR, "Director", host.end<StageEnd>("stage"));
    try {
      await director.play(name);
    } catch (error) {
      thrown = violationThrown(error);
      throw error;
    }
  });
  try {
    const { outcome } = await Promise.race([played, failed]);
    if (outcome.kind !== "passed") throw thrown ?? violationOf(outcome);
  } finally {
    turns.end();
  }
}

/** The names of a submission's scenarios, or why there are none. */
export async function namesOfScenarios(
  code: CodeBase,
): Promise<{ readonly names: string[] } | { readonly problem: string }> {
  const run = new Simulation({ seed: SEED, code, budget: BUDGET });
  let names: unknown;
  run.network.addServer("stage", {});
  const { outcome } = await run.run(async (sim) => {
    const host = sim.host("scenario");
    names = await host.construct<Director>(DIRECTOR, "Director", host.end<StageEnd>("stage")).names();
  });
  if (outcome.kind !== "passed") return { problem: violationOf(outcome).message };
  if (!Array.isArray(names) || !names.every((one) => typeof one === "string"))
    return { problem: "expected scenarios.ts to export scenarios by their names" };
  return { names };
}

interface StageEndpointParts {
  readonly handlers: StageHandlers;
  readonly run: Simulation;
  readonly stage: Simulation;
  readonly turns: StageTurns;
  /** Ends the play. */
  readonly fail: (error: unknown) => void;
}

/** Takes the calls of a scenario in the order in which it made them. */
function stageEndpoint({ handlers, run, stage, turns, fail }: StageEndpointParts): Endpoint {
  const early = new Map<number, () => void>();
  let next = 1;
  return {
    host: "stage",
    receive(method, text, respond) {
      const answered = turns.opened();
      const { nth, args } = stageCallOf(text);
      early.set(nth, () => {
        void carryOut(handlers, method, args).then(
          async (reply) => {
            // At the stage's time, for a scenario that looks at the clock.
            const behind = stage.now - run.now;
            answered();
            if (behind > 0) await run.sleep(behind);
            respond(true, reply);
          },
          (error: unknown) => {
            if (error instanceof StageMisuse) {
              answered();
              const described = {
                name: error.name,
                message: `${method}: ${error.message}`,
                stack: "",
                data: "",
              };
              respond(false, JSON.stringify(described));
            } else fail(error);
          },
        );
      });
      for (let due = early.get(next); due !== undefined; due = early.get(next)) {
        early.delete(next);
        next += 1;
        due();
      }
    },
  };
}

async function carryOut(handlers: StageHandlers, method: string, args: unknown): Promise<string> {
  const handler = Object.hasOwn(handlers, method) ? handlers[method] : undefined;
  if (handler === undefined)
    throw new StageMisuse(`no such thing on this stage; there are ${Object.keys(handlers).join(", ")}`);
  const reply: unknown = await handler(args);
  return reply === undefined ? "" : JSON.stringify(reply);
}

function stageCallOf(text: string): StageCall {
  try {
    const { nth, args } = JSON.parse(text) as StageCall;
    return { nth, args };
  } catch {
    return { nth: NaN, args: undefined };
  }
}

/** What a scenario threw, with its place in the student's file. */
function violationThrown(error: unknown): Violation {
  if (!(error instanceof StudentError)) return new Violation(String(error));
  const { name, message, studentStack } = error;
  const { expected, got } = error as { expected?: unknown; got?: unknown };
  const place = /scenarios\.ts:\d+/.exec(studentStack)?.[0];
  const at = place === undefined ? "" : ` (${place})`;
  if (name === "RemoteError") return new Violation(`the stage does not know what to do: ${message}${at}`);
  if (name !== "Unexpected") return new Violation(`the scenario threw ${name}: ${message}${at}`);
  return new Violation(`${message}${at}`, { expected, got });
}

/** How a scenario's own code ended, as a failure of the play. */
function violationOf(outcome: Exclude<Outcome, { kind: "passed" }>): Violation {
  switch (outcome.kind) {
    case "failed": {
      const { message, expected, got } = outcome;
      return new Violation(message, {
        ...(expected === undefined ? {} : { expected }),
        ...(got === undefined ? {} : { got }),
        restsOn: "scenario",
      });
    }
    case "deadlock":
      return new Violation("the scenario waits for something that never comes", { restsOn: "waiting" });
    case "no-progress":
      return new Violation("the scenario goes on and on, and asks nothing of its stage", {
        expected: `at most ${String(BUDGET.events)} events of its own`,
      });
    case "host-error": {
      const { name, message } = outcome.error;
      return name === "RemoteError"
        ? new Violation(`the stage does not know what to do: ${message}`)
        : new Violation(`the scenario threw ${name}: ${message}`);
    }
    default:
      return new Violation("the scenario loops without end");
  }
}

import { isDeepStrictEqual } from "node:util";
import type { DebugChoice, StateChange } from "labrpc/records";
import { DebugRun, type DebugAct, type DebugView } from "labrpc/testing";
import type { Debugged } from "./debuggedSubject";
import { shownDebugView } from "./shownDebugView";

/** Time brings so many events at most in one go. */
const MOST_EVENTS = 20_000;

/** The run as it is now. It goes forward where it can, and begins anew where it has to. */
export class LiveRun {
  readonly #debugged: Debugged;
  #run: DebugRun | undefined;
  #changed: readonly StateChange[] = [];

  constructor(debugged: Debugged) {
    this.#debugged = debugged;
  }

  /** Brings the run to where these choices lead, does one thing more, and shows what there is. */
  async show(choices: readonly DebugChoice[], act: DebugAct | undefined): Promise<DebugView> {
    const run = await this.#at(choices);
    if (act === undefined) return shownDebugView(run, this.#debugged, this.#changed);
    const before = run.steps.length;
    const operations = run.operations.length;
    const problem = await this.#act(run, act);
    const refused = problem ?? refusalSince(run, operations);
    // What was refused has not happened, and leaves no trace.
    if (refused !== undefined) {
      const back = await this.#at(run.steps.slice(0, before).map(({ choice }) => choice));
      return { ...shownDebugView(back, this.#debugged, this.#changed), refused };
    }
    return shownDebugView(run, this.#debugged, this.#changed);
  }

  async #at(choices: readonly DebugChoice[]): Promise<DebugRun> {
    const steps = choices.flatMap((choice) =>
      choice.kind === "next"
        ? Array.from({ length: choice.events }, (): DebugChoice => ({ kind: "next", events: 1 }))
        : [choice],
    );
    const known = this.#run;
    const goesOn =
      known !== undefined &&
      known.missed.length === 0 &&
      known.steps.length <= steps.length &&
      known.steps.every(({ choice }, at) => isDeepStrictEqual(choice, steps[at]));
    const run = goesOn ? known : await this.#fresh();
    await run.play(steps.slice(run.steps.length));
    return run;
  }

  async #fresh(): Promise<DebugRun> {
    await this.#run?.end();
    const run = await DebugRun.begin(this.#debugged.subject);
    this.#run = run;
    this.#changed = [];
    run.state?.watch((changes) => {
      this.#changed = changes;
    });
    return run;
  }

  /** Returns why it is not possible. */
  async #act(run: DebugRun, act: DebugAct): Promise<string | undefined> {
    const { lab } = this.#debugged;
    if (run.isOver) return "the run is over; go back";
    const missed = run.missed.length;
    switch (act.kind) {
      case "choice":
        await run.play([act.choice]);
        break;
      case "operation": {
        const operation = lab?.operations.find(({ name }) => name === act.name);
        if (operation === undefined) return `there is no operation ${act.name}`;
        const [call, args] = operation.call(act.clerk, act.args);
        await run.play([{ kind: "do", call, args } as DebugChoice]);
        break;
      }
      case "new clerk": {
        if (lab === undefined) return "a test makes its own clerks";
        const [call, args] = lab.newClerk(act.name);
        await run.play([{ kind: "do", call, args } as DebugChoice]);
        break;
      }
      default:
        return goUntil(run, act);
    }
    return run.missed.length > missed ? "that is not possible any more" : undefined;
  }
}

async function goUntil(
  run: DebugRun,
  act: Extract<DebugAct, { kind: "until host" | "until change" | "until failure" }>,
): Promise<string | undefined> {
  const { count } = run.simulation.trace;
  const before = run.steps.length;
  const text =
    act.kind === "until change" ? run.state?.of(act.host).get(act.object)?.get(act.path) : undefined;
  const events = run.simulation.trace;
  const holds = (): boolean => {
    if (act.kind === "until failure") return run.isOver || run.outcome.kind !== "passed";
    if (act.kind === "until change") return run.state?.of(act.host).get(act.object)?.get(act.path) !== text;
    for (let at = count + 1; at <= events.count; at++) if (events.event(at)?.host === act.host) return true;
    return false;
  };
  if (await run.playUntil(holds, MOST_EVENTS)) return undefined;
  if (run.steps.length > before) return undefined;
  return "nothing is left that time alone could bring: start an operation, or deliver what is held";
}

/** Why one of the operations that were started since was not possible. */
function refusalSince(run: DebugRun, operations: number): string | undefined {
  const refused = run.operations.slice(operations).find(({ ended }) => ended?.kind === "refused");
  return refused?.ended?.kind === "refused" ? refused.ended.why : undefined;
}

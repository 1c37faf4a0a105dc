import type { StateChange } from "labrpc/records";
import type { DebugRun, DebugVerdict, DebugView, HostStateShown } from "labrpc/testing";
import type { Debugged } from "./debuggedSubject";

/** Everything that there is to see of a run. @param changed of the state, by the last event that changed something */
export function shownDebugView(
  run: DebugRun,
  { lab, clerks }: Debugged,
  changed: readonly StateChange[],
): DebugView {
  const { record, explanation } = run.look();
  const lastStep = run.steps.at(-1);
  const made = run.operations.flatMap(({ call, args }) => {
    const { name } = (args ?? {}) as { readonly name?: unknown };
    return typeof name === "string" && lab?.newClerk(name)[0] === call ? [name] : [];
  });
  return {
    steps: run.steps,
    pending: run.pending,
    operations: run.operations,
    now: run.now,
    isOver: run.isOver,
    verdict: verdictInWords(run, explanation),
    record,
    clerks: [...clerks, ...made],
    hosts: run.simulation.hosts.map(({ name }) => ({
      name,
      actions: lab?.hostActions(name) ?? [],
      state: stateOf(run, name),
    })),
    changed: changed.filter(({ event }) => event > (lastStep?.from ?? 0)),
    missed: run.missed,
    digest: run.simulation.trace.digest(),
  };
}

function verdictInWords(
  run: DebugRun,
  explanation: ReturnType<DebugRun["look"]>["explanation"],
): DebugVerdict {
  if (explanation !== undefined) {
    const { message, details } = explanation;
    const { expected, got, history } = explanation.kind === "failed" ? explanation : {};
    return {
      kind: "failed",
      message,
      ...(expected === undefined ? {} : { expected }),
      ...(got === undefined ? {} : { got }),
      details: [...(history?.reasons ?? []), ...details],
    };
  }
  if (run.isOver) return { kind: "holds", message: "The test has passed." };
  const { doubt } = run.verdict;
  if (doubt !== undefined)
    return { kind: "unknown", message: `Nobody can say whether all is right: ${doubt}.` };
  const open = run.operations.filter(({ ended }) => ended === undefined).length;
  const done = run.operations.length - open;
  const pending = open === 0 ? "" : `; ${String(open)} under way, which may have happened or not`;
  return { kind: "holds", message: `Nothing is wrong so far (${String(done)} done${pending}).` };
}

function stateOf(run: DebugRun, host: string): HostStateShown {
  return [...(run.state?.of(host) ?? [])].map(([object, parts]) => ({ object, parts: [...parts] }));
}

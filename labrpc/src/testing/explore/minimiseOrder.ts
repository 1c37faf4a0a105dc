import type { Outcome } from "../../simulation/outcome/Outcome";
import { deltaDebug } from "../minimise/deltaDebug";
import { failureSignature } from "../explain/failureSignature";
import type { Deviation } from "./followDeviations";
import { BudgetUsedUp, SearchAccount, type SearchBudget } from "../minimise/SearchAccount";
import type { MinimisedPlan } from "../minimise/minimisePlan";

/** An order in which a small scenario fails, and how to run it in others. */
export interface FailingOrder {
  readonly outcome: Outcome;
  readonly deviations: readonly Deviation[];
  readonly run: (
    deviations: readonly Deviation[],
  ) => Promise<{ readonly outcome: Outcome; readonly events: number }>;
}

/** An order that fails in the same way. */
export interface MinimisedOrder extends Pick<MinimisedPlan, "runs"> {
  readonly deviations: readonly Deviation[];
  /**
   * "minimal": without any single one of the deviations that are left it does not fail in this way. There may be an
   * altogether different order with fewer. "budget": the search had to stop before it knew that.
   */
  readonly search: MinimisedPlan["search"];
}

/**
 * Takes back what was lost, copied or delivered out of turn, as far as the scenario still fails in the same way:
 * delta debugging over the choices that differ from the usual order. The operations are all kept: there are few.
 */
export async function minimiseOrder(failing: FailingOrder, budget: SearchBudget): Promise<MinimisedOrder> {
  const signature = failureSignature(failing.outcome);
  const account = new SearchAccount(budget);
  let best = failing.deviations;
  const holds = async (part: readonly Deviation[]): Promise<boolean> => {
    const { outcome } = await account.pay(() => failing.run(part));
    if (failureSignature(outcome) !== signature) return false;
    best = part;
    return true;
  };
  try {
    await deltaDebug(best, holds);
    // A late one may need others that hold its message back until then; early, it may do without them.
    for (const late of best.filter(({ at }) => at > 0))
      await holds(best.map((one) => (one === late ? { ...late, at: 0 } : one)));
    await deltaDebug(best, holds);
    return { deviations: best, search: "minimal", runs: account.runs };
  } catch (error) {
    if (!(error instanceof BudgetUsedUp)) throw error;
    return { deviations: best, search: "budget", runs: account.runs };
  }
}

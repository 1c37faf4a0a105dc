import type { SmallScenario } from "labrpc/testing";
import type { Lab } from "toolkit/labs/readLab";
import type { ExploreOptions } from "./ExploreOptions";
import { exploreOneOrder } from "./exploreOneOrder";
import { exploreOrders } from "./exploreOrders";
import type { ExploreSearch } from "./ExploreSearch";
import { smallScenariosOf } from "../../replay/smallScenariosOf";
import { exploreWithinTime } from "./exploreWithinTime";

/** Small scenarios in all orders, or one in the order of --choices. Throws ToolError for one that there is not. */
export function exploreByOrders(lab: Lab, options: ExploreOptions): ExploreSearch {
  const { test, losses, duplicates, runs, choices, collect, jobs } = options;
  const scenarios = smallScenariosOf(lab, test);
  const copies = duplicates === 0 ? "" : `, up to ${String(duplicates)} requests twice`;
  const faults = `up to ${String(losses)} of them lost${copies}`;
  if (choices !== undefined) {
    const [only] = scenarios as [SmallScenario];
    const strategy = { kind: "orders", choices, losses, duplicates } as const;
    return {
      how: `one order of the messages of a small scenario, ${faults}`,
      total: 1,
      run: (submission, around) =>
        exploreWithinTime(around, 1, (signal, onRuns) =>
          exploreOneOrder({ lab, submission, test: only, strategy, signal, onRuns }),
        ),
    };
  }
  return {
    how: `every order of the messages of small scenarios, ${faults}`,
    // Where --runs ends it, no time has to.
    total: scenarios.length * runs,
    run: (submission, around) =>
      exploreWithinTime(around, undefined, (signal, onRuns) =>
        exploreOrders({
          lab,
          submission,
          scenarios,
          losses,
          duplicates,
          runs,
          collect,
          jobs,
          signal,
          onRuns,
        }),
      ),
  };
}

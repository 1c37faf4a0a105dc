import { REALM_LOST } from "../../realm/border/realmLost";
import type { Outcome } from "../../simulation/outcome/Outcome";

/**
 * Whether a run ended since the process that its student code ran in was gone: it said what it must not say. Code that
 * does so once may not do it again, and its seed fails all the same.
 */
export function lostItsRealm(outcome: Outcome): outcome is Extract<Outcome, { kind: "host-error" }> {
  return outcome.kind === "host-error" && outcome.error.name === REALM_LOST;
}

import { inspect } from "node:util";
import { nodeBinding } from "./nodeBinding";

/** A part of Node that is not public. The state is a number, 0 for pending; the value, after it, is not looked at. */
interface NodeUtil {
  getPromiseDetails(promise: object): readonly [state: number, value?: unknown];
}

const util = nodeBinding("util") as NodeUtil | undefined;

/**
 * Whether a promise, which has no fields but those of Node, is pending or settled. No code of the student's runs.
 *
 * Outside of the processes that grade, only a function of Node's tells it that writes the value as well, and asks it for
 * its class. Code that answers such questions by code of its own gets "" then.
 *
 * @param namesClassesByCode see `LoadedModules.namesClassesByCode`
 */
export function promiseState(promise: object, namesClassesByCode: boolean): "pending" | "settled" | "" {
  if (util !== undefined) return util.getPromiseDetails(promise)[0] === 0 ? "pending" : "settled";
  if (namesClassesByCode) return "";
  try {
    const text = inspect(promise, { depth: 0, customInspect: false, showProxy: true, breakLength: Infinity });
    return text.startsWith("Promise { <pending>") ? "pending" : "settled";
  } catch {
    // Whatever code of the value's throws.
    return "";
  }
}

import vm from "node:vm";
import { freezeBuiltins } from "../../realm/intrinsics/freeze";

/** Objects of Node's that stand among the built-ins' names in the kit's realm, and are no built-ins. */
const NODES_OWN = new Set(["console", "globalThis"]);

/**
 * Freezes the built-ins of this realm, the kit's own, for the rest of the process. Student code is never given one of
 * its objects; should some come into its hands all the same, there is nothing on it that could be changed, and so no
 * way to what the kit itself does with objects: no setter that sees its results, no method put in another's place.
 *
 * To be called when the kit's modules are loaded and before student code is.
 */
export function hardenKitRealm(): void {
  // A realm without anything of Node's knows which names are the language's.
  const names = vm.runInNewContext("Object.getOwnPropertyNames(globalThis)") as string[];
  const builtins = [...names]
    .filter((name) => !NODES_OWN.has(name))
    .map((name) => Reflect.get(globalThis, name) as unknown)
    .filter(
      (value): value is object =>
        (typeof value === "object" && value !== null) || typeof value === "function",
    );
  freezeBuiltins(builtins);
}

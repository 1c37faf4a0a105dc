import { climb, escaped } from "./probe";
import { CANARY_FILE, KIT } from "./target";

export async function attack() {
  const odd = { toString: () => "node:fs", then: undefined, [Symbol.for("nodejs.util.inspect.custom")]: (...args) => args.forEach((arg) => climb(arg, "import()")) };
  const names = ["fs", "node:fs", "node:module", "module", "vm", "node:test", "data:text/javascript,export default 1", CANARY_FILE, `file://${CANARY_FILE}`,
    `${KIT}/solutions/lab1/client`, `${KIT}/grader/src/EXIT.ts`, "../../../guard/secret", "./../../guard/secret.txt", "labrpc/simulation", "labrpc/src/simulation", "checker", odd];
  for (const name of names) {
    for (const load of [() => import(name), () => import(name, { with: { type: "json" } }), () => require(name), () => module.require(name), () => require.resolve(name)]) {
      try {
        const got = await load();
        if (got !== undefined) escaped(`import of ${String(name)} has worked`);
      } catch (thrown) {
        climb(thrown, "import()");
        if (thrown.message.includes("escaped")) throw thrown;
      }
    }
  }
}

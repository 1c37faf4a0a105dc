/**
 * The kit's half of a bridge function must not run out of stack in its middle: something would have happened in part.
 * Code that may stand deep in a recursion is made to run out of it before, in its own realm.
 */

/** Words of stack that the kit's half may need, generously. */
const WORDS = 6_000;

/** As many arguments as there are to be words; made when it is first needed, which is seldom. */
let room: readonly undefined[] | undefined;

/** Throws the realm's own RangeError when the stack is nearly full. Takes about 1 µs. */
export function demandStackRoom(): void {
  room ??= Array.from({ length: WORDS }, () => undefined);
  Reflect.apply(takeStackRoom, undefined, room);
}

function takeStackRoom(): void {
  // Its arguments are all that matters.
}

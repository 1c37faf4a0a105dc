/** What JavaScript says when the stack is full; the kit says the same where it finds out first. */
export const FULL_STACK = "Maximum call stack size exceeded";

import type { FormatStack } from "../../realm/border/stack";
import { nodeBinding } from "./nodeBinding";

/** A part of Node that is not public; there in a process that was started with --expose-internals only. */
interface NodeErrors {
  setPrepareStackTraceCallback(format: FormatStack): void;
}

const errors = nodeBinding("errors") as NodeErrors | undefined;

/**
 * Has Node call a function of a realm for the text of each error's stack, in place of its own. Where the stack is
 * nearly full, the RangeError of Node's own function is one of the kit's realm, and reaches whoever reads `stack`; that
 * of the realm's function is one of the realm.
 *
 * Works in the processes that grade. Elsewhere it does nothing, and such an error is one more reason why the built-ins
 * of the kit's realm are frozen there.
 */
export function formatStacksBy(format: FormatStack): void {
  errors?.setPrepareStackTraceCallback(format);
}

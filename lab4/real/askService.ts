import { encode } from "labrpc/codec";
import { findMethod, methodNames } from "labrpc/methods";
import { DoorError } from "./DoorError";

/** What came of asking the student's object. */
export type Answer =
  { readonly kind: "reply"; readonly reply: unknown } | { readonly kind: "threw"; readonly error: unknown };

/**
 * Calls a method of the student's object as the simulation does. Throws DoorError for a name that its class does not
 * declare; nothing of Object's own can be reached.
 */
export async function askService(service: object, method: string, args: unknown): Promise<Answer> {
  // The simulation spells a symbol in brackets; nobody outside has a reason to.
  const found = method.startsWith("[") ? undefined : findMethod(service, method);
  if (found === undefined)
    throw new DoorError(
      404,
      "no-such-method",
      `no method ${JSON.stringify(method)}; this node has: ${methodNames(service)}`,
    );
  try {
    return { kind: "reply", reply: await Reflect.apply(found, service, [args]) };
  } catch (error) {
    return { kind: "threw", error };
  }
}

/** A reply as text. Throws TypeError that names the part that cannot be sent. */
export function replyText(method: string, reply: unknown): string {
  return encode(reply, `the reply of ${method}`);
}

import { findMethod, methodNames } from "labrpc/methods";
import { HttpDoorError } from "./HttpDoorError";
import { httpStatusOfReply } from "./httpStatusOfReply";

/** What came of asking the student's object. */
export type HttpServiceAnswer =
  | { readonly kind: "reply"; readonly status: number; readonly text: string }
  | { readonly kind: "threw"; readonly error: unknown };

/**
 * Calls a method of the student's object as the simulation does. Throws HttpDoorError for a name that its class does not
 * declare; nothing of Object's own can be reached.
 *
 * @param toText makes a text of the reply; what it throws counts as thrown by the method
 */
export async function askHttpService(
  service: object,
  method: string,
  args: unknown,
  toText: (reply: unknown) => string,
): Promise<HttpServiceAnswer> {
  // The simulation spells a symbol in brackets; nobody outside has a reason to.
  const found = method.startsWith("[") ? undefined : findMethod(service, method);
  if (found === undefined) {
    const message = `no method ${JSON.stringify(method)}; this node has: ${methodNames(service)}`;
    throw new HttpDoorError(404, "no-such-method", message);
  }
  try {
    const reply = await Reflect.apply(found, service, [args]);
    return { kind: "reply", status: httpStatusOfReply(reply), text: toText(reply) };
  } catch (error) {
    return { kind: "threw", error };
  }
}

import type { ErrorText } from "../../realm/border/Bridge";
import { decodeRealmMessage, encodeRealmMessage } from "../../realm/border/codec";
import type { Endpoint } from "../messages/Message";

type Handler = (args: unknown) => unknown;

/** Makes an endpoint of an object with methods, for services that a test writes itself. */
export function serviceEndpoint(name: string, service: object): Endpoint {
  const handlers = service as Record<string, Handler | undefined>;
  return {
    host: name,
    receive(method, text, respond) {
      void answerByService(name, handlers, method, text).then(
        (reply) => {
          respond(true, reply);
        },
        (error: unknown) => {
          const { name: kind, message } = error instanceof Error ? error : new Error(String(error));
          const described: ErrorText = { name: kind, message, stack: "", data: "" };
          respond(false, JSON.stringify(described));
        },
      );
    },
  };
}

async function answerByService(
  name: string,
  handlers: Record<string, Handler | undefined>,
  method: string,
  text: string,
): Promise<string> {
  const handler = handlers[method];
  if (typeof handler !== "function")
    throw new TypeError(`no method ${method}; ${name} has: ${methodsOfService(handlers)}`);
  return encodeRealmMessage(await handler.call(handlers, decodeRealmMessage(text)), `the reply of ${method}`);
}

function methodsOfService(service: object): string {
  const names = new Set<string>();
  for (let object = service; object !== Object.prototype; object = Object.getPrototypeOf(object) as object) {
    for (const name of Object.getOwnPropertyNames(object)) if (name !== "constructor") names.add(name);
  }
  return [...names].join(", ");
}

import { Router } from "zeromq";
import { encodeRealmMessage } from "labrpc/codec";
import { findMethod, methodNames } from "labrpc/methods";
import { portOfZmqSocket } from "./portOfZmqSocket";
import { sendZmqMessage, ZMQ_SENDS_AT_ONCE } from "./sendZmqMessage";
import { storeCallProblem } from "./storeCallProblem";
import { takeZmqMessages } from "./takeZmqMessages";
import { readZmqRequestFrames } from "./zmqRequestFrames";

/** A second frame in a reply says that the first is why there is none. */
export const ZMQ_REQUEST_FAILED = "failed";
/** As a reply of get. */
const HELLO_REPLY = { value: "hello" };

/**
 * Takes the requests of clients. They ask by REQ. A REP socket would answer one request before it takes the next, so
 * a write that waits for the others would hold up all clients. ROUTER takes them as they come, and knows whom each
 * answer is for.
 */
export class ZmqRequestDoor {
  readonly #router: Router;

  private constructor(router: Router) {
    this.#router = router;
  }

  /** @param port 0 takes any that is free. Rejects with EADDRINUSE. */
  static async bind(port: number): Promise<ZmqRequestDoor> {
    const router = new Router({ ...ZMQ_SENDS_AT_ONCE, receiveHighWaterMark: 0 });
    await router.bind(`tcp://127.0.0.1:${port === 0 ? "*" : String(port)}`);
    return new ZmqRequestDoor(router);
  }

  get port(): number {
    return portOfZmqSocket(this.#router.lastEndpoint);
  }

  /**
   * Answers requests from now on; those that have come before wait until now.
   *
   * @param onThrow is told of what the student's method threw, or of a reply that cannot be sent
   */
  serve(service: object, onThrow: (method: string, error: unknown) => void): Promise<void> {
    return takeZmqMessages(this.#router, (frames) => {
      const client = frames[0];
      const empty = frames[1];
      // Who does not speak REQ gets no answer: nobody could say which request it is for.
      if (client === undefined || empty?.length !== 0) return;
      void answerZmqFrames(service, frames.slice(2), onThrow, (text, failed) =>
        sendZmqMessage(
          this.#router,
          failed === undefined ? [client, empty, text] : [client, empty, text, failed],
        ),
      );
    });
  }

  close(): void {
    this.#router.close();
  }
}

async function answerZmqFrames(
  service: object,
  frames: readonly Buffer[],
  onThrow: (method: string, error: unknown) => void,
  answer: (text: string, failed?: string) => void,
): Promise<void> {
  const request = readZmqRequestFrames(frames);
  if (request.kind === "hello") return answer(encodeRealmMessage(HELLO_REPLY, "the reply to a hello"));
  if (request.kind === "malformed") return answer(request.problem, ZMQ_REQUEST_FAILED);
  const { method, args } = request;
  const found = findMethod(service, method);
  if (found === undefined)
    return answer(
      `no method ${JSON.stringify(method)}; this server has: ${methodNames(service)}`,
      ZMQ_REQUEST_FAILED,
    );
  const problem = storeCallProblem(method, args);
  if (problem !== undefined) return answer(problem, ZMQ_REQUEST_FAILED);
  let reply: string;
  try {
    reply = encodeRealmMessage(await Reflect.apply(found, service, [args]), `the reply of ${method}`);
  } catch (error) {
    onThrow(method, error);
    const threw = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return answer(`${method} threw ${threw}`, ZMQ_REQUEST_FAILED);
  }
  answer(reply);
}

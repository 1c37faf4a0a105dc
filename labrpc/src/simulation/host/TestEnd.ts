import type { ClientEnd } from "../../ClientEnd";
import { encodeRealmMessage } from "../../realm/border/codec";
import { settleCall } from "../../realm/settleCall";
import type { Network } from "../network/Network";

/** An end in the hands of a test. Passed to `construct`, it becomes an end in the hands of the student. */
export class TestEnd implements ClientEnd<Record<string, (args: unknown) => unknown>> {
  readonly #network: Network;
  constructor(
    readonly name: string,
    network: Network,
  ) {
    this.#network = network;
  }

  call(method: string, args: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const text = encodeRealmMessage(args, `the argument of ${method}`);
      this.#network.call(this.name, method, text, "", (status, reply) => {
        settleCall(status, reply, resolve, reject);
      });
    });
  }
}

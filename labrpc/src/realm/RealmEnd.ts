import { encodeRealmMessage } from "./border/codec";
import type { HostState } from "./globals/HostState";
import { settleCall } from "./settleCall";

/** Sends a request for a host; the outcome comes back through `host.calls`. Returns the call's number. */
export type SendFromRealm = (host: HostState, end: string, method: string, text: string) => number;

/** The name of an end, as "clerk-1 → server-0"; "" for what is none. */
export let nameOfEnd: (end: object) => string;

/** A ClientEnd in the hands of student code. */
export class RealmEnd {
  static {
    // Not a method: student code could call that.
    nameOfEnd = (end) => (#name in end ? end.#name : "");
  }

  readonly #host: HostState;
  readonly #name: string;
  readonly #send: SendFromRealm;

  constructor(host: HostState, name: string, send: SendFromRealm) {
    this.#host = host;
    this.#name = name;
    this.#send = send;
    Object.freeze(this);
  }

  /** Student code may pass anything as the method, whatever the types say. */
  call(method: unknown, args: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const host = this.#host;
      const name = String(method);
      const text = encodeRealmMessage(args, `the argument of ${name}`);
      if (!host.alive) return;
      const id = this.#send(host, this.#name, name, text);
      host.calls.set(id, (status, reply) => {
        host.calls.delete(id);
        settleCall(status, reply, resolve, reject);
      });
    });
  }
}

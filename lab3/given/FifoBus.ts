import type { ClientEnd } from "labrpc";
import type { Bus } from "../types";

/** One message on its way from one server to another. */
export interface Envelope<Message> {
  readonly from: number;
  /** Counts the messages of this sender, from 1. */
  readonly nth: number;
  readonly message: Message;
}

/** The service behind the bus. */
export interface BusService<Message> {
  deliver(envelope: Envelope<Message>): void;
}

/** A message that is not confirmed is sent again after this time, virtual ms. */
const RESEND_MS = 250;

/**
 * The bus of the simulated network: it does what TCP does. Messages are numbered, sent again until they are confirmed,
 * and put in order where they arrive.
 */
export class FifoBus<Message> implements Bus<Message> {
  readonly #me: number;
  readonly #others: readonly ClientEnd<BusService<Message>>[];
  /** For each sender the number of the message that comes next, and those that have come too early. */
  readonly #next = new Map<number, number>();
  readonly #early = new Map<string, Message>();
  readonly #waiting: Message[] = [];
  #handler: ((message: Message) => void) | undefined;
  #published = 0;

  /** @param others an end for each other server */
  constructor(me: number, others: readonly ClientEnd<BusService<Message>>[]) {
    this.#me = me;
    this.#others = others;
  }

  publish(message: Message): void {
    // A copy: what is sent again is what was published, whatever has become of the server's own object.
    const envelope = { from: this.#me, nth: ++this.#published, message: structuredClone(message) };
    for (const other of this.#others) send(other, envelope);
  }

  subscribe(handler: (message: Message) => void): void {
    this.#handler = handler;
    for (const message of this.#waiting.splice(0)) handler(message);
  }

  /** Called by the node when an envelope arrives. Copies and messages in the wrong order are dealt with here. */
  deliver({ from, nth, message }: Envelope<Message>): void {
    let next = this.#next.get(from) ?? 1;
    if (nth < next) return;
    this.#early.set(nameOf(from, nth), message);
    for (;;) {
      const name = nameOf(from, next);
      const first = this.#early.get(name);
      if (first === undefined) break;
      this.#early.delete(name);
      this.#next.set(from, ++next);
      if (this.#handler === undefined) this.#waiting.push(first);
      else this.#handler(first);
    }
  }
}

/** Until any copy is confirmed: on a slow link the answer to one comes after the next was sent. */
function send<Message>(other: ClientEnd<BusService<Message>>, envelope: Envelope<Message>): void {
  let next: ReturnType<typeof setTimeout> | undefined;
  const again = (): void => {
    next = setTimeout(again, RESEND_MS);
    other.call("deliver", envelope).then(
      () => {
        clearTimeout(next);
      },
      () => undefined,
    );
  };
  again();
}

function nameOf(from: number, nth: number): string {
  return `${String(from)}/${String(nth)}`;
}

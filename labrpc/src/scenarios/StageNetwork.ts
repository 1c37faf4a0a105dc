import type { MessagesOnStage, NetworkOnStage } from "./StageCalls";

/** What a scenario may do to messages and hosts. Each call holds from now on; nobody has to wait for it. */
export class StageNetwork {
  readonly #tell: (method: string, args: unknown) => void;

  constructor(tell: (method: string, args: unknown) => void) {
    this.#tell = tell;
  }

  /** Loses the next message, or the next `count`. */
  lose(which: MessagesOnStage): void {
    this.#tell("lose", which);
  }

  /** Lets the next request, or the next `count`, arrive twice. */
  copy(which: Omit<MessagesOnStage, "kind">): void {
    this.#tell("copy", which);
  }

  /** Lets the next message, or the next `count`, travel so long. @param ms virtual ms */
  delay(which: MessagesOnStage, ms: number): void {
    this.#tell("delay", { ...which, ms });
  }

  /** Changes how all messages are treated; what is left out stays as it is. */
  set(options: NetworkOnStage): void {
    this.#tell("network", options);
  }

  /** Makes it lose about one message in five, and lets requests travel 0–26 ms. */
  unreliable(): void {
    this.set({ requestLoss: 0.1, replyLoss: 0.1, delayMs: [0, 26] });
  }

  /** Makes it lose nothing; hosts that are cut off stay so. */
  reliable(): void {
    this.set({ requestLoss: 0, replyLoss: 0, duplicate: 0, delayMs: [0.1, 1] });
  }

  /** Cuts a host off from all others. It keeps its memory. */
  disconnect(host: string): void {
    this.#tell("disconnect", host);
  }

  reconnect(host: string): void {
    this.#tell("reconnect", host);
  }

  /** Loses all messages in one direction. */
  block(from: string, to: string): void {
    this.#tell("block", { from, to });
  }

  unblock(from: string, to: string): void {
    this.#tell("unblock", { from, to });
  }

  /** Makes messages in one direction take so much longer; 0 makes them fast again. @param ms virtual ms */
  slow(from: string, to: string, ms: number): void {
    this.#tell("slow", { from, to, ms });
  }

  /** Hosts of different groups lose each other's messages; hosts in no group reach everybody. */
  partition(...groups: readonly (readonly string[])[]): void {
    this.#tell("partition", groups);
  }

  /** Ends all partitions, blocks and slow links. */
  heal(): void {
    this.#tell("heal", null);
  }
}

/** Some messages, by what is known of them. What is left out may be anything. */
export interface MessagesOnStage {
  readonly kind?: "request" | "reply";
  /** Name of the host that sends them. */
  readonly from?: string;
  /** Name of the host that they go to. */
  readonly to?: string;
  /** How many of them. Default 1. */
  readonly count?: number;
}

/** How the network treats messages. Times are virtual ms, chances are from 0 to 1. */
export interface NetworkOnStage {
  /** Chance that a request is lost. */
  readonly requestLoss?: number;
  /** Chance that a reply is lost. */
  readonly replyLoss?: number;
  /** Chance that a request arrives twice. */
  readonly duplicate?: number;
  /** How long a request travels, at least and at most. */
  readonly delayMs?: readonly [number, number];
}

/** Messages in one direction, by the names of hosts. */
export interface LinkOnStage {
  readonly from: string;
  readonly to: string;
}

/** What every stage does when a scenario asks for it; each lab's does more. */
export interface StageCalls {
  sleep(ms: number): Promise<void>;
  now(nothing: null): number;
  lose(which: MessagesOnStage): void;
  copy(which: MessagesOnStage): void;
  delay(which: MessagesOnStage & { readonly ms: number }): void;
  network(options: NetworkOnStage): void;
  disconnect(host: string): void;
  reconnect(host: string): void;
  block(link: LinkOnStage): void;
  unblock(link: LinkOnStage): void;
  slow(link: LinkOnStage & { readonly ms: number }): void;
  partition(groups: readonly (readonly string[])[]): void;
  heal(nothing: null): void;
}

/** A call on its way to the stage: the stage takes them in the order in which the scenario made them. */
export interface StageCall {
  /** The number of the call within the scenario, from 1. */
  readonly nth: number;
  readonly args: unknown;
}

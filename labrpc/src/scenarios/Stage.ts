import type { ArgsOf, ClientEnd, MethodOf, ReplyOf } from "../ClientEnd";
import type { StageCall, StageCalls } from "./StageCalls";
import { StageNetwork } from "./StageNetwork";

/** The way to a stage. */
export type StageEnd = ClientEnd<Record<string, (call: StageCall) => unknown>>;

/** What a scenario stands on: it has hosts and a network, and sees what a client sees. Each lab has a class of its own. */
export class Stage<Calls extends StageCalls = StageCalls> {
  /** Loses, copies and delays messages, cuts hosts off. */
  readonly network: StageNetwork;
  readonly #end: StageEnd;
  /** What nobody waits for. */
  readonly #told: Promise<unknown>[] = [];
  #calls = 0;

  constructor(end: StageEnd) {
    this.#end = end;
    this.network = new StageNetwork((method, args) => {
      this.#told.push(this.#send(method, args));
    });
  }

  /** Waits until the stage has done what it was told. The kit calls it at the end of each scenario. */
  async finish(): Promise<void> {
    await Promise.all(this.#told);
  }

  /** Waits. @param ms virtual ms */
  async sleep(ms: number): Promise<void> {
    await this.#send("sleep", ms);
  }

  /** The virtual time of the stage, ms. */
  async now(): Promise<number> {
    return (await this.#send("now", null)) as number;
  }

  /** Fails the scenario unless the two are the same: texts, numbers, or plain data. @param what whose value it is */
  expectEqual(what: string, got: unknown, expected: unknown): void {
    const [found, wanted] = [showPlain(got), showPlain(expected)];
    if (found !== wanted) throw new Unexpected(`${what} is wrong`, wanted, found);
  }

  /** Fails the scenario unless that is so. @param what in a sentence, what must be so */
  expect(what: string, isSo: boolean): void {
    if (!isSo) throw new Unexpected(`${what}: that is not so`, "true", "false");
  }

  /** Fails the scenario unless the call returns in time. @param withinMs virtual ms */
  async expectInTime<T>(what: string, withinMs: number, call: Promise<T>): Promise<T> {
    let isOver = false;
    const late = this.sleep(withinMs).then(() => {
      if (isOver) return;
      const ms = `${String(withinMs)} ms of virtual time`;
      throw new Unexpected(`${what} did not return within ${ms}`, "an answer", "none");
    });
    try {
      return (await Promise.race([call, late])) as T;
    } finally {
      isOver = true;
    }
  }

  /** Asks the stage to do something. */
  protected async ask<Method extends MethodOf<Calls>>(
    method: Method,
    args: ArgsOf<Calls, Method>,
  ): Promise<ReplyOf<Calls, Method>> {
    return (await this.#send(method, args)) as ReplyOf<Calls, Method>;
  }

  /** The same of something that takes no time and answers nothing, so that nobody has to wait for it. */
  protected tell<Method extends MethodOf<Calls>>(method: Method, args: ArgsOf<Calls, Method>): void {
    this.#told.push(this.#send(method, args));
  }

  #send(method: string, args: unknown): Promise<unknown> {
    return this.#end.call(method, { nth: ++this.#calls, args });
  }
}

/** Something is not as the scenario says. */
class Unexpected extends Error {
  override readonly name = "Unexpected";
  constructor(
    message: string,
    readonly expected: string,
    readonly got: string,
  ) {
    super(message);
  }
}

/** Plain data as text, the same for the same data. */
function showPlain(value: unknown): string {
  if (value === undefined) return "undefined";
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

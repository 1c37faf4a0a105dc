import { Stage, type ScenariosOn, type StageCalls } from "labrpc/scenarios";

/** What scenarios.ts exports. */
export type Scenarios = ScenariosOn<CounterStage>;

/** What the stage of this lab does when a scenario asks for it. */
export interface CounterStageCalls extends StageCalls {
  startServer(nothing: null): void;
  makeClerk(clerk: { readonly name: string }): void;
  add(call: { readonly clerk: string; readonly amount: number }): Promise<number>;
  read(call: { readonly clerk: string }): Promise<number>;
  crowd(crowd: Required<Crowd>): Promise<void>;
  expectLinearizable(nothing: null): void;
}

/** Clients that work at the same time. */
export interface Crowd {
  /** How many. Default 5. */
  readonly clerks?: number;
  /** How many adds and reads each makes, one after the other. Default 10. */
  readonly operations?: number;
}

/** A clerk on the stage. */
export interface StageClerk {
  add(amount: number): Promise<number>;
  read(): Promise<number>;
}

/**
 * What a scenario plays on.
 *
 *     stage.startServer();                                  on the host "server"
 *     const ck = stage.clerk("writer");                     a clerk on a host of its own, of that name
 *     stage.network.lose({ kind: "reply", to: "writer" });  the next reply to it gets lost
 *     stage.expectEqual("the total", await ck.add(3), 3);
 *     await stage.expectLinearizable();                     one order of all calls explains every answer
 */
export class CounterStage extends Stage<CounterStageCalls> {
  /** Starts the server, once, before anything else. */
  startServer(): void {
    this.tell("startServer", null);
  }

  /** Makes a clerk on a host of its own, of that name. */
  clerk(name: string): StageClerk {
    this.tell("makeClerk", { name });
    return {
      add: (amount) => this.ask("add", { clerk: name, amount }),
      read: () => this.ask("read", { clerk: name }),
    };
  }

  /** Lets many clients add and read as the seed likes, all at the same time, and waits until all are done. */
  crowd({ clerks = 5, operations = 10 }: Crowd = {}): Promise<void> {
    return this.ask("crowd", { clerks, operations });
  }

  /** Fails the scenario unless one order of all calls so far explains every answer. Await it. */
  expectLinearizable(): Promise<void> {
    return this.ask("expectLinearizable", null);
  }
}

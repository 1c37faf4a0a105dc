import { NotImplemented, type ClientEnd } from "labrpc";
import type { CounterService } from "./types";

/** Talks to the server for one client, which makes one call at a time. */
export class Clerk {
  constructor(readonly server: ClientEnd<CounterService>) {}

  /** Adds `amount`, once. Resolves to the total right after that. */
  add(amount: number): Promise<number> {
    throw new NotImplemented(`Clerk.add(${String(amount)})`);
  }

  /** Resolves to the total, 0 before the first add. */
  read(): Promise<number> {
    throw new NotImplemented("Clerk.read()");
  }
}

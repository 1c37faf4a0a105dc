import type { AddArgs, CounterService } from "./types";

/** Keeps a total. There are two mistakes in this file, and the tour finds them with you. */
export class CounterServer implements CounterService {
  private total = 0;

  add({ amount }: AddArgs): number {
    this.total = amount;
    return this.total;
  }

  read(): number {
    return this.total;
  }
}

import { TimeoutError, type ClientEnd } from "labrpc";
import type { CounterService } from "./types";

export class Clerk {
  constructor(private readonly server: ClientEnd<CounterService>) {}

  async add(amount: number): Promise<number> {
    const id = crypto.randomUUID();
    let total: number | undefined;
    while (total === undefined) total = await this.attempt(id, amount);
    return total;
  }

  read(): Promise<number> {
    return this.add(0);
  }

  private async attempt(id: string, amount: number): Promise<number | undefined> {
    return this.server.call("add", { id, amount }).catch((error: unknown) => {
      if (error instanceof TimeoutError) return undefined;
      throw error;
    });
  }
}

import type { CounterService } from "./types";

export class CounterServer implements CounterService {
  private total = 0;
  private readonly answers = new Map<string, number>();

  add({ id, amount }: { id: string; amount: number }): number {
    const known = this.answers.get(id);
    if (known !== undefined) return known;
    this.total += amount;
    this.answers.set(id, this.total);
    return this.total;
  }
}

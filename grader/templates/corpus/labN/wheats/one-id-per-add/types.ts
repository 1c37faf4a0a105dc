export interface CounterService {
  /** Answers with the total after the add; `id` tells a repeated add from a new one. */
  add(args: { id: string; amount: number }): number;
}

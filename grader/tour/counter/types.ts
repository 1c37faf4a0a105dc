/** An add. A clerk that gets no answer sends it again, with the same id. */
export interface AddArgs {
  id: string;
  amount: number;
}

/** What the server answers. */
export interface CounterService {
  /** Adds the amount, once, and answers with the total. */
  add(args: AddArgs): number;
  /** Answers with the total. */
  read(args: null): number;
}

/** An add: the same client and number mean the same add, sent again. */
export interface AddArgs {
  client: string;
  seq: number;
  amount: number;
}
export interface Reply {
  total: number;
}

export interface CounterService {
  add(args: AddArgs): Reply;
  read(args: null): Reply;
}

/** Arguments and replies are yours to change: clerk and server are both written by you. */
export interface AddArgs {
  amount: number;
}
export interface Reply {
  total: number;
}

/** What the server answers. Add methods as you need them. */
export interface CounterService {
  add(args: AddArgs): Reply | Promise<Reply>;
  read(args: null): Reply | Promise<Reply>;
}

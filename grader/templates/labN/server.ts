import { NotImplemented } from "labrpc";
import type { AddArgs, CounterService, Reply } from "./types";

/** The server. Each method answers one kind of request; it may return a reply or a promise of one. */
export class CounterServer implements CounterService {
  add(args: AddArgs): Reply | Promise<Reply> {
    throw new NotImplemented(`CounterServer.add(${String(args.amount)})`);
  }

  read(): Reply | Promise<Reply> {
    throw new NotImplemented("CounterServer.read()");
  }
}

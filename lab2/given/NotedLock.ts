import type { Clerk } from "../client";
import { Lock } from "../lock";
import type { LockOptions } from "../types";
import { ClerkNotes } from "./ClerkNotes";

/** Locks of one clerk share its notes. */
const notesOf = new WeakMap<Clerk, ClerkNotes>();

/** A lock that is watched from its clerk's side. Its methods reject with ClerkMisused when it calls the clerk as it may not. */
export class NotedLock implements AsyncDisposable {
  readonly lock: Lock;
  readonly #name: string;
  readonly #notes: ClerkNotes;

  constructor(clerk: Clerk, name: string, options: LockOptions) {
    this.#name = name;
    this.#notes = notesOf.get(clerk) ?? new ClerkNotes(clerk);
    notesOf.set(clerk, this.#notes);
    this.lock = new Lock(this.#notes.clerk, name, options);
  }

  acquire(...limit: [timeoutMs?: number]): Promise<boolean> {
    return this.#notes.during(this.#name, () => this.lock.acquire(...limit));
  }

  release(): Promise<void> {
    return this.#notes.during(this.#name, () => this.lock.release());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#notes.during(this.#name, () => this.lock[Symbol.asyncDispose]());
  }
}

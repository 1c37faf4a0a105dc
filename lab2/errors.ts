/**
 * Whether an operation that ended with an error had its effect. "not so far": not before the server answered. That is
 * for good if the request was sent once; if it was sent again, an earlier copy may still be on its way.
 */
export type Happened = "no" | "not so far" | "maybe";

/**
 * Every error that an operation may end with: what it means, and whether the operation happened. The table in the
 * handout is made from this list. From MIT 6.5840, lab 2 (2025); ErrTimeout and ErrNotHeld are this lab's own.
 */
export const ERRORS = {
  ErrNoKey: {
    from: "get, put",
    meaning: "The key does not exist; only a put with version 0 creates it.",
    happened: "not so far",
  },
  ErrVersion: {
    from: "put",
    meaning: "The key's version differs from the one given to put.",
    happened: "not so far",
  },
  ErrMaybe: {
    from: "put, acquire, release",
    meaning: "An earlier attempt of the same call may have been executed, or may still be.",
    happened: "maybe",
  },
  ErrTimeout: {
    from: "get",
    meaning: "No reply arrived, although the clerk retried as often as its options allow.",
    happened: "no",
  },
  ErrNotHeld: {
    from: "release",
    meaning: "The caller does not hold the lock that it releases.",
    happened: "no",
  },
} as const satisfies Record<string, { from: string; meaning: string; happened: Happened }>;

export type ErrorCode = keyof typeof ERRORS;

/** An error of the store or of a lock: `code` says which, `happened` whether the operation had its effect. */
export abstract class KVError extends Error {
  abstract readonly code: ErrorCode;
  /** True when the operation had definitely not happened before it was answered. */
  readonly definite: boolean;
  readonly happened: Happened;

  /** @param details what it was about, such as the key. Default: nothing is said of it */
  constructor(code: ErrorCode, details?: string) {
    super(details === undefined ? ERRORS[code].meaning : `${ERRORS[code].meaning} (${details})`);
    this.name = code;
    this.happened = ERRORS[code].happened;
    this.definite = this.happened !== "maybe";
  }
}

export class ErrNoKey extends KVError {
  readonly code = "ErrNoKey";
  constructor(details?: string) {
    super("ErrNoKey", details);
  }
}

export class ErrVersion extends KVError {
  readonly code = "ErrVersion";
  constructor(details?: string) {
    super("ErrVersion", details);
  }
}

export class ErrMaybe extends KVError {
  readonly code = "ErrMaybe";
  constructor(details?: string) {
    super("ErrMaybe", details);
  }
}

export class ErrTimeout extends KVError {
  readonly code = "ErrTimeout";
  constructor(details?: string) {
    super("ErrTimeout", details);
  }
}

export class ErrNotHeld extends KVError {
  readonly code = "ErrNotHeld";
  constructor(details?: string) {
    super("ErrNotHeld", details);
  }
}

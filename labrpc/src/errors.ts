/** No reply arrived in time. The request may have been lost, or executed and its reply lost. */
export class TimeoutError extends Error {
  override readonly name = "TimeoutError";
  readonly code = "ETIMEDOUT";
}

/** The handler on the server threw. `message` says what, and on which server. */
export class RemoteError extends Error {
  override readonly name = "RemoteError";
  readonly code = "EREMOTE";
}

/** What a stub throws until it is filled in. A test that meets it scores 0 and says so. */
export class NotImplemented extends Error {
  override readonly name = "NotImplemented";
  readonly code = "ENOTIMPLEMENTED";

  constructor(what = "this part") {
    super(`${what} is not implemented yet`);
  }
}

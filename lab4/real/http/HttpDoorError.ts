/** A request that is refused at the door: the student's class never sees it. */
export class HttpDoorError extends Error {
  override readonly name = "HttpDoorError";

  /** @param message what was expected, and what came */
  constructor(
    readonly status: 400 | 404 | 405 | 500,
    readonly code: "bad-request" | "no-such-path" | "wrong-method" | "no-such-method" | "internal",
    message: string,
  ) {
    super(message);
  }
}

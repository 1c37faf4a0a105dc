/**
 * What says that a test failed because a stub is still there, so that there is nothing to look into: the message, or
 * one of the details when a server's handler is the stub. Undefined when all is written.
 */
export function stubText({
  message,
  details,
}: {
  readonly message: string;
  readonly details: readonly string[];
}): string | undefined {
  return [message, ...details].find((text) => text.includes("NotImplemented:"));
}

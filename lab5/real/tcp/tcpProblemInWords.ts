const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection reset",
  EPIPE: "connection reset",
  ETIMEDOUT: "no answer to the attempt to connect",
  EHOSTUNREACH: "no way to that machine",
  ENETUNREACH: "no way to that network",
  ENOTFOUND: "no machine of that name",
  EAI_AGAIN: "the machine's name could not be looked up",
};

/** What a person reads in place of the code of a connection's error, such as "connection refused". */
export function tcpProblemInWords({ code, message }: NodeJS.ErrnoException): string {
  return (code === undefined ? undefined : WORDS[code]) ?? code ?? message;
}

/** The port in ZeroMQ's name of an endpoint, such as "tcp://127.0.0.1:3000". Throws Error when there is none. */
export function portOfZmqSocket(endpoint: string | null): number {
  const port = /:(\d+)$/.exec(endpoint ?? "")?.[1];
  if (port === undefined) throw new Error(`expected an endpoint with a port, got ${String(endpoint)}`);
  return Number(port);
}

import { MINI_REDIS_CLIENT_USAGE, type TypedCommandName } from "./TypedCommand";

/** Where a server is, as it is shown. */
export interface MiniRedisPlace {
  readonly id: number;
  readonly host: string;
  readonly port: number;
}

const LINE = "=".repeat(70);
const SHORT_LINE = "=".repeat(61);

/** What the interactive client shows first. */
export function miniRedisBanner(servers: readonly MiniRedisPlace[]): string {
  return `${LINE}
              DISTRIBUTED KEY-VALUE STORE CLIENT
${LINE}
Servers: ${String(servers.length)} nodes
Sharding: Enabled (MD5 modulo number of servers)
Fault Tolerance: 3 retries
${LINE}

`;
}

/** The answer to `servers`. */
export function miniRedisConfigurationBox(servers: readonly MiniRedisPlace[]): string {
  return `${LINE}
SERVER CONFIGURATION
${LINE}
${servers.map(({ id, host, port }) => `Server ${String(id)}: ${host}:${String(port)}\n`).join("")}Total Servers: ${String(servers.length)}
Sharding: Enabled (MD5 modulo number of servers)
Retry Policy: 3 retries with 0.5s delay
${LINE}
`;
}

/** What stands above one server's part of an answer. */
export function miniRedisServerHeading({ id, port }: MiniRedisPlace): string {
  return `${SHORT_LINE}\nServer ${String(id)} (Port ${String(port)})\n${SHORT_LINE}\n`;
}

const MEANINGS: Readonly<Record<TypedCommandName, string>> = {
  set: "stores a value; it may have spaces",
  get: "shows a value, and how long it stays",
  del: "deletes a key",
  expire: "deletes a key after some seconds",
  stats: "shows the statistics of all servers, or of one",
  keys: "shows the keys of all servers, or of one",
  servers: "shows where the servers are",
  help: "shows this",
  exit: "ends the client",
};

/** The answer to `help`. */
export function miniRedisHelpBox(): string {
  const names = Object.keys(MINI_REDIS_CLIENT_USAGE) as TypedCommandName[];
  return `Commands:\n${names.map((name) => `  ${MINI_REDIS_CLIENT_USAGE[name].padEnd(24)}${MEANINGS[name]}\n`).join("")}`;
}

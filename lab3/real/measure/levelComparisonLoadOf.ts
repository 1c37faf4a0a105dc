import type { StoreConfiguration, StoreRequest } from "../processes/configuration";

export interface LevelComparisonLoad {
  readonly servers: number;
  /** Clients go to the servers in turn. */
  readonly clients: number;
  /** Calls of each client. */
  readonly calls: number;
}

/** So few that clients meet on them. */
const KEYS = 5;

/** Clients that set and get in turn, without a pause. Each value is set once, so that the checker decides fast. */
export function levelComparisonLoadOf({
  servers,
  clients,
  calls,
}: LevelComparisonLoad): Omit<StoreConfiguration, "level"> {
  return {
    servers: Array.from({ length: servers }, () => ({ requests: 0, broadcasts: 0 })),
    clients: Array.from({ length: clients }, (_, client) => ({
      client,
      server: client % servers,
      requests: Array.from({ length: calls }, (_, i): StoreRequest => {
        const key = `key-${String(Math.floor(i / 2) % KEYS)}`;
        return i % 2 === 0
          ? { kind: "set", key, value: `${String(client)}-${String(i)}` }
          : { kind: "get", key };
      }),
    })),
  };
}

import type { Servers } from "../support/harness";
import type { SeenAnswers } from "./SeenAnswers";
import type { StagedServer } from "./StagedServer";

/** Servers, and what they have answered. */
export interface StagedServers {
  readonly kv: Servers;
  readonly seen: SeenAnswers;
  readonly servers: ReadonlyMap<number, StagedServer>;
}

import { Option, InvalidArgumentError } from "commander";
import { createHash } from "node:crypto";
import type { Lab } from "toolkit/labs/readLab";
import type { IsolationTier } from "labrpc/isolation";
import { kitFingerprint } from "../../fingerprint/kitFingerprint";
import { labFingerprint } from "../keep/labFingerprint";
import { labParts } from "../keep/labParts";

/** Before the names of all keys in Redis. */
export const QUEUE_PREFIX = "kv-labs";

/** Times that a job is begun: a submission that ends its worker each time must not go on for ever. */
export const MOST_TRIES = 3;

/** Real milliseconds after which a worker that says nothing counts as lost. */
export const WORKER_LOST_MS = 30_000;

/** The option `--queue`: the address of a Redis. */
export function queueOption(what: string): Option {
  return new Option("--queue <url>", what).argParser((text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url !== undefined && /^rediss?:$/.test(url.protocol) && url.hostname !== "") return text;
    throw new InvalidArgumentError("Expected the address of a Redis, such as redis://localhost:6379.");
  });
}

/** The address without its password, for messages. */
export function shownQueue(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}

/**
 * The name of the queue of a lab. It changes with whatever a result rests on: tests, points, kit, Node, walls. So a worker
 * never gets work that it would do otherwise than who asked for it.
 */
export function classQueueName(lab: Lab, tier: IsolationTier): string {
  const text = JSON.stringify([kitFingerprint(), labFingerprint(lab, labParts(lab)), tier]);
  return `class-${lab.name}-${createHash("sha256").update(text).digest("hex").slice(0, 16)}`;
}

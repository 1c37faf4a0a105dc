import { readFileSync } from "node:fs";
import { z } from "zod";
import { readShape } from "toolkit/files/readShape";
import { ToolError } from "toolkit/cli/ToolError";
import type { Level } from "../../types";

/** The longest sleep, ms, and the largest numbers of servers, clients and requests of one client. */
const LIMITS = { sleepMs: 60_000, servers: 16, clients: 64, requests: 100_000 };

/** Levels by the words for them. The course's document calls the first one by its noun. */
const LEVELS = {
  linearizable: "linearizable",
  linearizability: "linearizable",
  sequential: "sequential",
  eventual: "eventual",
  causal: "causal",
} as const satisfies Record<string, Level>;

export const consistencyLevelName = z
  .enum(Object.keys(LEVELS) as (keyof typeof LEVELS)[])
  .transform((word): Level => LEVELS[word]);

/** A key that is not there reads as "", so nobody writes "", and no key is empty. */
const NOT_EMPTY = 'expected at least one character, got ""';

const key = z.string().min(1, NOT_EMPTY);
/** A number is written as its text: the store holds texts. */
const value = z
  .union([z.string(), z.number().transform(String)], {
    error: ({ input }) =>
      `expected a string or a number, got ${input === undefined ? "nothing" : JSON.stringify(input)}`,
  })
  .refine((text) => text !== "", NOT_EMPTY);

const request = z.discriminatedUnion("request_type", [
  z.strictObject({ request_type: z.enum(["read", "get"]), key }),
  z.strictObject({ request_type: z.enum(["write", "set"]), key, value }),
  /** Waits `ms`; without it a random time from 0 to 1,000 ms. */
  z.strictObject({
    request_type: z.literal("sleep"),
    ms: z.number().min(0).max(LIMITS.sleepMs).optional(),
  }),
]);

const port = z.int().min(1).max(65_535);
/** For requests, for broadcasts; a third one is of the course's document and is not used. */
const PORTS = "expected two or three ports, such as [3000, 3001, 3002]";
const ports = z.array(port).min(2, PORTS).max(3, PORTS);

const schema = z
  .strictObject({
    num_servers: z.int().min(1).max(LIMITS.servers),
    consistency_level: consistencyLevelName,
    port_number: z.record(z.string(), ports).optional(),
    clients: z
      .array(
        z.strictObject({
          client_number: z.int().min(0),
          server_number: z.int().min(0),
          requests: z.array(request).max(LIMITS.requests),
        }),
      )
      .min(1)
      .max(LIMITS.clients),
  })
  .superRefine(({ num_servers, port_number = {}, clients }, context) => {
    const wrong = (path: (string | number)[], message: string): void =>
      context.addIssue({ code: "custom", path, message });
    // Without a server there is no number that would be right.
    if (num_servers < 1) return;
    const servers = `0 to ${String(num_servers - 1)}`;
    const known = new Set<number>();
    for (const [i, { client_number, server_number }] of clients.entries()) {
      if (known.has(client_number))
        wrong(
          ["clients", i, "client_number"],
          `expected each number once, got ${String(client_number)} again`,
        );
      known.add(client_number);
      if (server_number >= num_servers)
        wrong(
          ["clients", i, "server_number"],
          `expected a server's number, ${servers}, got ${String(server_number)}`,
        );
    }
    const taken = new Set<number>();
    for (const [server, list] of Object.entries(port_number)) {
      if (!/^\d+$/.test(server) || Number(server) >= num_servers)
        wrong(["port_number", server], `expected a server's number, ${servers}, got ${server}`);
      for (const [i, number] of list.entries()) {
        if (taken.has(number))
          wrong(["port_number", server, i], `expected each port once, got ${String(number)} again`);
        taken.add(number);
      }
    }
  });

/** What a client does next. */
export type StoreRequest =
  | { readonly kind: "get"; readonly key: string }
  | { readonly kind: "set"; readonly key: string; readonly value: string }
  /** `ms` undefined: a random time from 0 to 1,000 ms. */
  | { readonly kind: "sleep"; readonly ms?: number | undefined };

/** Where a server listens; 0 takes any port that is free. */
export interface StoreServerPorts {
  readonly requests: number;
  readonly broadcasts: number;
}

/** One run of the real system. */
export interface StoreConfiguration {
  readonly level: Level;
  /** One for each server. */
  readonly servers: readonly StoreServerPorts[];
  readonly clients: readonly {
    readonly client: number;
    /** The server that it talks to. */
    readonly server: number;
    readonly requests: readonly StoreRequest[];
  }[];
}

/** Reads a configuration file. Throws ToolError that names the path of each field that is wrong. */
export function readStoreConfiguration(file: string): StoreConfiguration {
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new ToolError(`expected ${file} to be a file of JSON, got ${(error as Error).message}`);
  }
  return parseStoreConfiguration(data, file);
}

/** @param name for the message */
export function parseStoreConfiguration(data: unknown, name: string): StoreConfiguration {
  const read = readShape(schema, data);
  if (read.kind === "wrong")
    throw new ToolError(`${name} is not a configuration of lab 3:\n${read.problems}
The format stands in lab3/real/README.md; lab3/configs has examples.`);
  const { num_servers, consistency_level, port_number = {}, clients } = read.data;
  return {
    level: consistency_level,
    servers: Array.from({ length: num_servers }, (_, server) => {
      const [requests = 0, broadcasts = 0] = port_number[String(server)] ?? [];
      return { requests, broadcasts };
    }),
    clients: clients.map(({ client_number, server_number, requests }) => ({
      client: client_number,
      server: server_number,
      requests: requests.map(storeRequestOfConfiguration),
    })),
  };
}

function storeRequestOfConfiguration(given: z.infer<typeof request>): StoreRequest {
  switch (given.request_type) {
    case "read":
    case "get":
      return { kind: "get", key: given.key };
    case "write":
    case "set":
      return { kind: "set", key: given.key, value: given.value };
    case "sleep":
      return { kind: "sleep", ms: given.ms };
  }
}

import type { Client } from "../../client";
import type { Response } from "../../types";
import { configuration, heading, help, type Place } from "./boxes";
import { renderResponse, type Asked } from "./renderResponse";
import type { Typed } from "./Typed";

/** What became of a command. `text` is what to show. */
export interface CommandResult {
  readonly kind: "done" | "error response" | "wrong" | "exit";
  readonly text: string;
}

/** Carries out what was typed, with the student's client. Rejects when that one throws. */
export async function runTyped(
  typed: Typed,
  client: Client,
  servers: readonly Place[],
): Promise<CommandResult> {
  switch (typed.kind) {
    case "nothing":
      return { kind: "done", text: "" };
    case "wrong":
      return { kind: "wrong", text: `${typed.message}\n` };
    case "help":
      return { kind: "done", text: help() };
    case "servers":
      return { kind: "done", text: configuration(servers) };
    case "exit":
      return { kind: "exit", text: "Goodbye!\n" };
    case "get":
      return shown("get", [await client.get(typed.key)]);
    case "set":
      return shown("set", [await client.set(typed.key, typed.value)]);
    case "del":
      return shown("del", [await client.delete(typed.key)]);
    case "expire":
      return shown("expire", [await client.expire(typed.key, typed.seconds)]);
    case "stats":
    case "keys":
      return ofServers(typed.kind, typed.server, client, servers);
  }
}

async function ofServers(
  asked: "stats" | "keys",
  server: number | undefined,
  client: Client,
  servers: readonly Place[],
): Promise<CommandResult> {
  if (server === undefined) return shown(asked, await client[asked](), servers);
  if (servers.some(({ id }) => id === server)) return shown(asked, await client[asked](server));
  const numbers = servers.map(({ id }) => id).join(", ");
  return { kind: "wrong", text: `Expected a server of ${numbers}, got ${String(server)}\n` };
}

/** @param headings the servers of the responses, where each gets a heading */
function shown(asked: Asked, responses: readonly Response[], headings: readonly Place[] = []): CommandResult {
  const parts = responses.map((response, index) => {
    const place = headings[index];
    return (place === undefined ? "" : heading(place)) + renderResponse(asked, response);
  });
  const failed = responses.some(({ status }) => status === "error");
  return { kind: failed ? "error response" : "done", text: parts.join("\n") };
}

import type { Client } from "../../client";
import type { Response } from "../../types";
import {
  miniRedisConfigurationBox,
  miniRedisServerHeading,
  miniRedisHelpBox,
  type MiniRedisPlace,
} from "./boxes";
import { renderMiniRedisResponse, type AskedTypedCommand } from "./renderMiniRedisResponse";
import type { TypedCommand } from "./TypedCommand";

/** What became of a command. `text` is what to show. */
export interface TypedCommandResult {
  readonly kind: "done" | "error response" | "wrong" | "exit";
  readonly text: string;
}

/** Carries out what was typed, with the student's client. Rejects when that one throws. */
export async function runTypedCommand(
  typed: TypedCommand,
  client: Client,
  servers: readonly MiniRedisPlace[],
): Promise<TypedCommandResult> {
  switch (typed.kind) {
    case "nothing":
      return { kind: "done", text: "" };
    case "wrong":
      return { kind: "wrong", text: `${typed.message}\n` };
    case "help":
      return { kind: "done", text: miniRedisHelpBox() };
    case "servers":
      return { kind: "done", text: miniRedisConfigurationBox(servers) };
    case "exit":
      return { kind: "exit", text: "Goodbye!\n" };
    case "get":
      return shownMiniRedisResponses("get", [await client.get(typed.key)]);
    case "set":
      return shownMiniRedisResponses("set", [await client.set(typed.key, typed.value)]);
    case "del":
      return shownMiniRedisResponses("del", [await client.delete(typed.key)]);
    case "expire":
      return shownMiniRedisResponses("expire", [await client.expire(typed.key, typed.seconds)]);
    case "stats":
    case "keys":
      return responsesOfMiniRedisServers(typed.kind, typed.server, client, servers);
  }
}

async function responsesOfMiniRedisServers(
  asked: "stats" | "keys",
  server: number | undefined,
  client: Client,
  servers: readonly MiniRedisPlace[],
): Promise<TypedCommandResult> {
  if (server === undefined) return shownMiniRedisResponses(asked, await client[asked](), servers);
  if (servers.some(({ id }) => id === server))
    return shownMiniRedisResponses(asked, await client[asked](server));
  const numbers = servers.map(({ id }) => id).join(", ");
  return { kind: "wrong", text: `Expected a server of ${numbers}, got ${String(server)}\n` };
}

/** @param headings the servers of the responses, where each gets a heading */
function shownMiniRedisResponses(
  asked: AskedTypedCommand,
  responses: readonly Response[],
  headings: readonly MiniRedisPlace[] = [],
): TypedCommandResult {
  const parts = responses.map((response, index) => {
    const place = headings[index];
    return (
      (place === undefined ? "" : miniRedisServerHeading(place)) + renderMiniRedisResponse(asked, response)
    );
  });
  const failed = responses.some(({ status }) => status === "error");
  return { kind: failed ? "error response" : "done", text: parts.join("\n") };
}

import type { Client } from "../../client";
import type { Response } from "../../types";
import { serverConfigurationBox, serverHeading, clientHelpBox, type ServerPlace } from "./boxes";
import { renderServerResponse, type AskedCommand } from "./renderServerResponse";
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
  servers: readonly ServerPlace[],
): Promise<TypedCommandResult> {
  switch (typed.kind) {
    case "nothing":
      return { kind: "done", text: "" };
    case "wrong":
      return { kind: "wrong", text: `${typed.message}\n` };
    case "help":
      return { kind: "done", text: clientHelpBox() };
    case "servers":
      return { kind: "done", text: serverConfigurationBox(servers) };
    case "exit":
      return { kind: "exit", text: "Goodbye!\n" };
    case "get":
      return shownServerResponses("get", [await client.get(typed.key)]);
    case "set":
      return shownServerResponses("set", [await client.set(typed.key, typed.value)]);
    case "del":
      return shownServerResponses("del", [await client.delete(typed.key)]);
    case "expire":
      return shownServerResponses("expire", [await client.expire(typed.key, typed.seconds)]);
    case "stats":
    case "keys":
      return responsesOfServers(typed.kind, typed.server, client, servers);
  }
}

async function responsesOfServers(
  asked: "stats" | "keys",
  server: number | undefined,
  client: Client,
  servers: readonly ServerPlace[],
): Promise<TypedCommandResult> {
  if (server === undefined) return shownServerResponses(asked, await client[asked](), servers);
  if (servers.some(({ id }) => id === server))
    return shownServerResponses(asked, await client[asked](server));
  const numbers = servers.map(({ id }) => id).join(", ");
  return { kind: "wrong", text: `Expected a server of ${numbers}, got ${String(server)}\n` };
}

/** @param headings the servers of the responses, where each gets a heading */
function shownServerResponses(
  asked: AskedCommand,
  responses: readonly Response[],
  headings: readonly ServerPlace[] = [],
): TypedCommandResult {
  const parts = responses.map((response, index) => {
    const place = headings[index];
    return (place === undefined ? "" : serverHeading(place)) + renderServerResponse(asked, response);
  });
  const failed = responses.some(({ status }) => status === "error");
  return { kind: failed ? "error response" : "done", text: parts.join("\n") };
}

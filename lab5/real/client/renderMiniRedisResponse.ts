import type { Response } from "../../types";
import { visibleMiniRedisText } from "../tcp/visibleMiniRedisText";

/** Which command a response is for: it decides what is shown of it. */
export type AskedTypedCommand = "get" | "set" | "del" | "expire" | "stats" | "keys";

/** A response as the course's document shows it, with a newline behind each line. */
export function renderMiniRedisResponse(asked: AskedTypedCommand, response: Response): string {
  const sign = response.status === "success" ? "✓ SUCCESS" : "✗ ERROR";
  const lines =
    response.status === "success" ? linesOfMiniRedisResponse(asked, response) : [response.message];
  return [
    `${sign} (Server ${String(response.server_id)})`,
    ...lines.map((line) => `  ${visibleMiniRedisText(line)}`.trimEnd()),
    "",
  ].join("\n");
}

function linesOfMiniRedisResponse(asked: AskedTypedCommand, response: Response): string[] {
  const { message, key = "", value, ttl } = response;
  switch (asked) {
    case "get":
      return [`Key: ${key}`, `Value: ${value ?? ""}`, responseTtlLine(ttl)];
    case "set":
    case "del":
      return [message];
    case "expire":
      return [message, responseTtlLine(ttl)];
    case "keys": {
      const keys = response.keys ?? [];
      return [`Keys (${String(keys.length)}): ${keys.join(", ")}`];
    }
    case "stats":
      return responseStatsLines(response);
  }
}

function responseTtlLine(ttl: number | null | undefined): string {
  return ttl === null || ttl === undefined ? "TTL: No expiration" : `TTL: ${String(ttl)} seconds`;
}

function responseStatsLines({ stats }: Response): string[] {
  if (stats === undefined) return ["no statistics in the response"];
  return [
    `Total Requests: ${String(stats.total_requests)}`,
    `GET: ${String(stats.get)}`,
    `SET: ${String(stats.set)}`,
    `DELETE: ${String(stats.delete)}`,
    `EXPIRE: ${String(stats.expire)}`,
    `Total Keys: ${String(stats.total_keys)}`,
    `Keys with TTL: ${String(stats.keys_with_ttl)}`,
  ];
}

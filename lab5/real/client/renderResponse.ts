import type { Response } from "../../types";
import { visible } from "./visible";

/** Which command a response is for: it decides what is shown of it. */
export type Asked = "get" | "set" | "del" | "expire" | "stats" | "keys";

/** A response as the course's document shows it, with a newline behind each line. */
export function renderResponse(asked: Asked, response: Response): string {
  const sign = response.status === "success" ? "✓ SUCCESS" : "✗ ERROR";
  const lines = response.status === "success" ? linesOf(asked, response) : [response.message];
  return [
    `${sign} (Server ${String(response.server_id)})`,
    ...lines.map((line) => `  ${visible(line)}`.trimEnd()),
    "",
  ].join("\n");
}

function linesOf(asked: Asked, response: Response): string[] {
  const { message, key = "", value, ttl } = response;
  switch (asked) {
    case "get":
      return [`Key: ${key}`, `Value: ${value ?? ""}`, ttlLine(ttl)];
    case "set":
    case "del":
      return [message];
    case "expire":
      return [message, ttlLine(ttl)];
    case "keys": {
      const keys = response.keys ?? [];
      return [`Keys (${String(keys.length)}): ${keys.join(", ")}`];
    }
    case "stats":
      return statsLines(response);
  }
}

function ttlLine(ttl: number | null | undefined): string {
  return ttl === null || ttl === undefined ? "TTL: No expiration" : `TTL: ${String(ttl)} seconds`;
}

function statsLines({ stats }: Response): string[] {
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

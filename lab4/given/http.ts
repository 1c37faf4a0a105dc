import { TimeoutError, type ClientEnd } from "labrpc";
import type { KVService, RefusalCode, ReplicateArgs } from "../types";

/** The HTTP status of each refusal. */
const HTTP_STATUS_OF: Readonly<Record<RefusalCode, number>> = {
  "bad-request": 400,
  "not-leader": 403,
  "not-follower": 403,
  "not-found": 404,
  "no-quorum": 500,
};

/** The HTTP status for the code of a refusal; 500 for any that the lab does not know. */
export function statusOfCode(code: unknown): number {
  return new Map<unknown, number>(Object.entries(HTTP_STATUS_OF)).get(code) ?? 500;
}

/** A body larger than this never reaches a node. Bytes. */
export const MOST_BODY_BYTES = 1_048_576;

export interface HttpAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * What a request by HTTP comes to: the door in front of a node, as `lab4/real` has it, for the simulation. Rejects
 * with TimeoutError when the node does not answer.
 *
 * @param body the text of the body, as it came
 */
export async function request(
  node: ClientEnd<KVService>,
  method: "GET" | "POST",
  path: string,
  body = "",
): Promise<HttpAnswer> {
  const [, command = "", key] = /^\/(\w+)(?:\/(.*))?$/s.exec(path) ?? [];
  try {
    if (method === "GET" && path === "/status") return simulatedHttpAnswer(await node.call("status", null));
    if (method === "GET" && command === "get" && key !== undefined) {
      const decoded = decodedHttpKey(key);
      return decoded === undefined
        ? badHttpRequest(`expected a path that can be decoded, got ${path}`)
        : simulatedHttpAnswer(await node.call("get", { key: decoded }));
    }
    if (method === "POST" && key === undefined && (command === "set" || command === "replicate")) {
      if (Buffer.byteLength(body) > MOST_BODY_BYTES) return badHttpRequest("the body is too large");
      const parsed = parsedHttpBody(body);
      if (parsed === undefined) return badHttpRequest("expected a body that is a JSON object");
      return simulatedHttpAnswer(
        command === "set"
          ? await node.call("set", parsed)
          : await node.call("replicate", parsed as unknown as ReplicateArgs),
      );
    }
  } catch (error) {
    if (error instanceof TimeoutError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    return { status: 500, body: { success: false, code: "internal", error: message } };
  }
  return { status: 404, body: { success: false, code: "no-such-path", error: `no ${method} ${path} here` } };
}

/** A node's reply over HTTP: refusals have a status of their own. */
function simulatedHttpAnswer(reply: unknown): HttpAnswer {
  if (typeof reply !== "object" || reply === null)
    return {
      status: 500,
      body: { success: false, code: "internal", error: `expected a reply, got ${String(reply)}` },
    };
  const body = reply as Record<string, unknown>;
  if (body["success"] !== false) return { status: 200, body };
  return { status: statusOfCode(body["code"]), body };
}

function badHttpRequest(error: string): HttpAnswer {
  return { status: statusOfCode("bad-request"), body: { success: false, code: "bad-request", error } };
}

function parsedHttpBody(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function decodedHttpKey(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

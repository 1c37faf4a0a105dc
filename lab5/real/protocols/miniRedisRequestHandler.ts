import { studentLinesInNode } from "labcluster/inNode";
import type { KVService, Request, Response } from "../../types";

/** Hands a request to the student's object. Never rejects: an error that it throws becomes an error response. */
export type AskMiniRedis = (request: unknown) => Response | Promise<Response>;

export interface AskMiniRedisOptions {
  readonly service: KVService;
  readonly serverId: number;
  /** Where the student's code stands, absolute. */
  readonly folder: string;
  /** Takes a line for the person who runs the server. */
  readonly printError: (line: string) => void;
}

export function miniRedisRequestHandler({
  service,
  serverId,
  folder,
  printError,
}: AskMiniRedisOptions): AskMiniRedis {
  const failed = (error: unknown): Response => {
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    printError([`handle threw ${what}`, ...studentLinesInNode(error, folder)].join("\n    at "));
    return { status: "error", message: `The server failed: ${what}`, server_id: serverId };
  };
  const checked = (response: unknown): Response => {
    if (typeof response === "object" && response !== null) return response as Response;
    return failed(new TypeError(`expected handle to return a response, got ${String(response)}`));
  };
  return (request) => {
    try {
      // What came over the wire may be anything; to look at it is the student's part.
      const response: unknown = service.handle(request as Request);
      return response instanceof Promise ? response.then(checked, failed) : checked(response);
    } catch (error) {
      return failed(error);
    }
  };
}

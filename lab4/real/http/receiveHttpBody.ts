import type { Readable } from "node:stream";
import { MOST_BODY_BYTES } from "../../given/http";
import { HttpDoorError } from "./HttpDoorError";

/** Of a body that is too large, so much is read and thrown away before the connection is cut, bytes: 64 MiB. */
const MOST_DISCARDED_BYTES = 64 * MOST_BODY_BYTES;

/**
 * Reads a body as text. One that is too large is read to its end all the same: an answer before that would reach a
 * sender who is still sending as a broken connection, not as an answer. Rejects with HttpDoorError.
 */
export function receiveHttpBody(body: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    let parts: Buffer[] = [];
    let bytes = 0;
    body.on("data", (part: Buffer) => {
      bytes += part.length;
      if (bytes <= MOST_BODY_BYTES) parts.push(part);
      else parts = [];
      if (bytes > MOST_DISCARDED_BYTES) body.destroy(new Error("the body has no end"));
    });
    body.once("error", reject);
    body.once("end", () => {
      if (bytes <= MOST_BODY_BYTES) return resolve(Buffer.concat(parts).toString("utf8"));
      const expected = `expected a body of at most ${String(MOST_BODY_BYTES)} bytes`;
      reject(new HttpDoorError(400, "bad-request", `${expected}, got ${String(bytes)}`));
    });
  });
}

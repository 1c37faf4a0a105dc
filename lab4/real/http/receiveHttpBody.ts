import { isUtf8 } from "node:buffer";
import type { Readable } from "node:stream";
import { MOST_BODY_BYTES } from "../../given/http";
import { HttpDoorError } from "./HttpDoorError";

/** Of a body that is too large, so much is read and thrown away before the connection is cut, bytes: 64 MiB. */
const MOST_DISCARDED_BYTES = 64 * MOST_BODY_BYTES;

/**
 * Reads a body as UTF-8. One that is too large is read to its end all the same: an answer before that would reach a
 * sender who is still sending as a broken connection, not as an answer. Rejects with HttpDoorError when it is too
 * large, or no UTF-8: such bytes would turn into other characters without a word.
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
      const expected = `expected a body of at most ${String(MOST_BODY_BYTES)} bytes`;
      if (bytes > MOST_BODY_BYTES)
        return reject(new HttpDoorError(400, "bad-request", `${expected}, got ${String(bytes)}`));
      const whole = Buffer.concat(parts);
      if (isUtf8(whole)) return resolve(whole.toString("utf8"));
      reject(new HttpDoorError(400, "bad-request", "expected a body in UTF-8, got other bytes"));
    });
  });
}

/** `createHash` for student code: it collects what is to be hashed, and the kit hashes it, outside the realm. */

type Text = (encoding: string) => string;
interface HashBuffers {
  from(data: unknown, encoding?: string): Uint8Array & { toString: Text };
}

/**
 * Hashes pieces, each written as its kind, its length, a colon and itself: "t3:abc" is a text, "x4:00ff" hexadecimal
 * bytes. So a long text is turned into bytes where that is fast. Returns the digest in hexadecimal; throws for a wrong
 * name.
 */
export type HashPieces = (algorithm: string, pieces: string) => string;

/** As in node:crypto: `update` takes a text or bytes; `digest` returns text in that encoding, or a Buffer. */
export class Hash {
  readonly #algorithm: string;
  readonly #hash: HashPieces;
  readonly #buffers: HashBuffers;
  #pieces = "";
  #done = false;

  constructor(algorithm: string, hash: HashPieces, buffers: HashBuffers) {
    this.#algorithm = algorithm;
    this.#hash = hash;
    this.#buffers = buffers;
    Object.freeze(this);
  }

  update(data: string | ArrayBufferView, encoding = "utf8"): this {
    this.#open();
    if (typeof data === "string" && (encoding === "utf8" || encoding === "utf-8"))
      this.#pieces += hashInputPiece("t", data);
    else {
      const bytes =
        typeof data === "string" ? this.#buffers.from(data, encoding) : bytesToHash(data, this.#buffers);
      this.#pieces += hashInputPiece("x", bytes.toString("hex"));
    }
    return this;
  }

  digest(encoding?: string): unknown {
    this.#open();
    this.#done = true;
    const hex = this.#hash(this.#algorithm, this.#pieces);
    if (encoding === "hex") return hex;
    const bytes = this.#buffers.from(hex, "hex");
    if (encoding === undefined || encoding === "buffer") return bytes;
    // The realm's Buffer does not know this one.
    if (encoding === "base64url")
      return bytes.toString("base64").replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    return bytes.toString(encoding);
  }

  #open(): void {
    if (this.#done)
      throw new Error("expected a hash that goes on, got one whose digest was taken; make a new one");
  }
}

function hashInputPiece(kind: "t" | "x", text: string): string {
  return `${kind}${String(text.length)}:${text}`;
}

function bytesToHash(data: unknown, buffers: HashBuffers): Uint8Array & { toString: Text } {
  if (!ArrayBuffer.isView(data))
    throw new TypeError(`expected a string or bytes to hash, got ${data === null ? "null" : typeof data}`);
  return buffers.from(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

/** `createHash` for student code: it collects what is to be hashed, and the kit hashes it, outside the realm. */

type Text = (encoding: string) => string;
interface Buffers {
  from(data: unknown, encoding?: string): Uint8Array & { toString: Text };
}

/** Hashes pieces of bytes, written as hexadecimal text. Returns the digest in the same way; throws for a wrong name. */
export type HashBytes = (algorithm: string, hex: string) => string;

/** As in node:crypto: `update` takes a text or bytes; `digest` returns text in that encoding, or a Buffer. */
export class Hash {
  readonly #algorithm: string;
  readonly #hash: HashBytes;
  readonly #buffers: Buffers;
  #hex = "";
  #done = false;

  constructor(algorithm: string, hash: HashBytes, buffers: Buffers) {
    this.#algorithm = algorithm;
    this.#hash = hash;
    this.#buffers = buffers;
    Object.freeze(this);
  }

  update(data: string | ArrayBufferView, encoding = "utf8"): this {
    this.#open();
    const bytes =
      typeof data === "string" ? this.#buffers.from(data, encoding) : bytesOf(data, this.#buffers);
    this.#hex += bytes.toString("hex");
    return this;
  }

  digest(encoding?: string): unknown {
    this.#open();
    this.#done = true;
    const hex = this.#hash(this.#algorithm, this.#hex);
    if (encoding === "hex") return hex;
    const bytes = this.#buffers.from(hex, "hex");
    return encoding === undefined || encoding === "buffer" ? bytes : bytes.toString(encoding);
  }

  #open(): void {
    if (this.#done)
      throw new Error("expected a hash that goes on, got one whose digest was taken; make a new one");
  }
}

function bytesOf(data: unknown, buffers: Buffers): Uint8Array & { toString: Text } {
  if (!ArrayBuffer.isView(data))
    throw new TypeError(`expected a text or bytes to hash, got ${data === null ? "null" : typeof data}`);
  return buffers.from(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

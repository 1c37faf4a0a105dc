/** Bytes of a frame's length, little-endian, before its text. */
const LENGTH_BYTES = 4;

/** A text as a frame: its length in bytes, and itself in UTF-8. */
export function frameOf(text: string): Buffer {
  const bytes = Buffer.byteLength(text);
  const frame = Buffer.allocUnsafe(LENGTH_BYTES + bytes);
  frame.writeUInt32LE(bytes, 0);
  frame.write(text, LENGTH_BYTES, "utf8");
  return frame;
}

/** Puts bytes that come in pieces together to the texts of frames. */
export class FrameReader {
  readonly #mostBytes: number;
  #pieces: Buffer[] = [];
  #bytes = 0;
  #wanted = LENGTH_BYTES;
  #length: number | undefined;

  /** @param mostBytes of one frame */
  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /** Returns the texts that are whole now. Throws RangeError for a frame that is too large. */
  push(piece: Buffer): string[] {
    this.#pieces.push(piece);
    this.#bytes += piece.length;
    const texts: string[] = [];
    while (this.#bytes >= this.#wanted) {
      const part = this.#take(this.#wanted);
      if (this.#length === undefined) {
        this.#length = part.readUInt32LE(0);
        if (this.#length > this.#mostBytes)
          throw new RangeError(
            `expected a frame of at most ${String(this.#mostBytes)} bytes, got one of ${String(this.#length)}`,
          );
        this.#wanted = this.#length;
      } else {
        texts.push(part.toString("utf8"));
        this.#length = undefined;
        this.#wanted = LENGTH_BYTES;
      }
    }
    return texts;
  }

  #take(bytes: number): Buffer {
    const all = this.#pieces.length === 1 ? (this.#pieces[0] as Buffer) : Buffer.concat(this.#pieces);
    this.#bytes -= bytes;
    this.#pieces = this.#bytes === 0 ? [] : [all.subarray(bytes)];
    return all.subarray(0, bytes);
  }
}

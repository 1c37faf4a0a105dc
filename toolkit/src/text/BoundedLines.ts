/**
 * Cuts a text that comes in pieces into lines, and keeps no more of a line than so many characters: who writes without
 * ever ending a line fills no memory. Of a longer line its beginning is given at once, with "…" behind it; the rest is
 * dropped. A line ends with LF, CR or both.
 */
export class BoundedLines {
  readonly #most: number;
  #line = "";
  /** Whether the beginning of this line was given. */
  #isGiven = false;
  #endedWithCr = false;

  /** @param most characters of a line */
  constructor(most: number) {
    this.#most = most;
  }

  /** The lines that end in this piece, or become too long. */
  add(piece: string): string[] {
    if (piece === "") return [];
    // An LF that the piece before had the CR of.
    const from = this.#endedWithCr && piece.startsWith("\n") ? 1 : 0;
    this.#endedWithCr = piece.endsWith("\r");
    const parts = piece.slice(from).split(/\r\n|[\n\r]/);
    const lines: string[] = [];
    for (const [i, part] of parts.entries()) {
      if (i > 0) lines.push(...this.#ended());
      lines.push(...this.#kept(part));
    }
    return lines;
  }

  /** What came last and did not end; nothing when there is none. */
  end(): string[] {
    return this.#line === "" ? [] : this.#ended();
  }

  #kept(part: string): string[] {
    if (this.#isGiven) return [];
    const room = this.#most - this.#line.length;
    this.#line += part.slice(0, room);
    if (part.length <= room) return [];
    const beginning = `${this.#line}…`;
    this.#line = "";
    this.#isGiven = true;
    return [beginning];
  }

  #ended(): string[] {
    const lines = this.#isGiven ? [] : [this.#line];
    this.#line = "";
    this.#isGiven = false;
    return lines;
  }
}

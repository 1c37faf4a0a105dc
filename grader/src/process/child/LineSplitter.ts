import { StringDecoder } from "node:string_decoder";

/** Cuts a stream of bytes into lines. A line longer than the limit is dropped, so that memory stays bounded. */
export class LineSplitter {
  readonly #decoder = new StringDecoder("utf8");
  #rest = "";
  #dropping = false;

  /** @param limit characters that a line may have; default 64,000,000, which a record of 50,000 events stays below */
  constructor(
    private readonly onLine: (line: string) => void,
    private readonly limit = 64_000_000,
  ) {}

  push(bytes: Buffer): void {
    const parts = this.#decoder.write(bytes).split("\n");
    parts.forEach((part, index) => {
      if (!this.#dropping) this.#rest += part;
      if (this.#rest.length > this.limit) {
        this.#dropping = true;
        this.#rest = "";
      }
      if (index === parts.length - 1) return;
      if (!this.#dropping && this.#rest !== "") this.onLine(this.#rest);
      this.#dropping = false;
      this.#rest = "";
    });
  }
}

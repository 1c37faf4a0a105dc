import type { RandomStream } from "labrpc/simulation";
import type { DiskService } from "../../given/SimDisk";

/** What a file holds now, and what of it a crash leaves for sure. */
interface Content {
  text: string;
  flushed: string;
}

/** One thing that a server did to its disk, by its number, from 1. */
export interface DiskOperation {
  readonly nth: number;
  readonly kind: "write" | "append" | "flush" | "rename" | "remove";
  readonly name: string;
  /** The file's new name. */
  readonly to?: string;
}

/** An operation on a file that is not there. */
export class NoSuchFile extends Error {
  override readonly name = "NoSuchFile";
  constructor(file: string) {
    super(`expected a file ${JSON.stringify(file)} on the disk, got none`);
  }
}

/** The operation does not take effect, and nobody is left to be told. */
class PowerFailure extends Error {
  override readonly name = "PowerFailure";
}

/**
 * A disk that loses in a crash what was not flushed: nothing of it may be left, or all, or a piece from the beginning.
 * A new name for a file takes effect at once and wholly, but says nothing of its content, as on real file systems.
 */
export class DiskModel implements DiskService {
  readonly #files = new Map<string, Content>();
  readonly #random: RandomStream;
  #operations = 0;
  #crashes = 0;
  /** Called before an operation takes effect; it may crash the host. */
  before: ((operation: DiskOperation) => void) | undefined;
  /** Called when an operation has taken effect. */
  after: ((operation: DiskOperation) => void) | undefined;

  constructor(random: RandomStream) {
    this.#random = random;
  }

  /** Things done so far that change something. */
  get operations(): number {
    return this.#operations;
  }

  /** What a person would see who looks at the disk. */
  textOf(name: string): string | undefined {
    return this.#files.get(name)?.text;
  }

  get names(): string[] {
    return [...this.#files.keys()];
  }

  /** Puts a file on the disk from outside, as a fault of the hardware does. */
  put(name: string, text: string): void {
    this.#files.set(name, { text, flushed: text });
  }

  /** The power fails. */
  crash(): void {
    this.#crashes += 1;
    for (const content of this.#files.values()) {
      content.text = this.#afterCrash(content);
      content.flushed = content.text;
    }
  }

  read({ name }: { name: string }): { text?: string } {
    const content = this.#files.get(name);
    return content === undefined ? {} : { text: content.text };
  }

  write({ name, text }: { name: string; text: string }): void {
    this.#count("write", name);
    const content = this.#files.get(name);
    if (content === undefined) this.#files.set(name, { text, flushed: "" });
    else content.text = text;
    this.#done("write", name);
  }

  append({ name, text }: { name: string; text: string }): void {
    this.#count("append", name);
    const content = this.#files.get(name);
    if (content === undefined) this.#files.set(name, { text, flushed: "" });
    else content.text += text;
    this.#done("append", name);
  }

  flush({ name }: { name: string }): void {
    this.#count("flush", name);
    const content = this.#content(name);
    content.flushed = content.text;
    this.#done("flush", name);
  }

  rename({ from, to }: { from: string; to: string }): void {
    this.#count("rename", from);
    const content = this.#content(from);
    this.#files.delete(from);
    this.#files.set(to, content);
    this.#done("rename", from, { to });
  }

  remove({ name }: { name: string }): void {
    this.#count("remove", name);
    this.#files.delete(name);
    this.#done("remove", name);
  }

  list(): { names: string[] } {
    return { names: this.names };
  }

  #count(kind: DiskOperation["kind"], name: string): void {
    this.#operations += 1;
    const crashes = this.#crashes;
    this.before?.({ nth: this.#operations, kind, name });
    if (crashes !== this.#crashes) throw new PowerFailure();
  }

  #done(kind: DiskOperation["kind"], name: string, more: { to?: string } = {}): void {
    this.after?.({ nth: this.#operations, kind, name, ...more });
  }

  #content(name: string): Content {
    const content = this.#files.get(name);
    if (content === undefined) throw new NoSuchFile(name);
    return content;
  }

  #afterCrash({ text, flushed }: Content): string {
    if (text === flushed) return text;
    switch (this.#random.int(4)) {
      case 0:
        // What was added is lost; what was overwritten may be back.
        return flushed;
      case 1:
        return text;
      default:
        return text.startsWith(flushed)
          ? text.slice(0, flushed.length + this.#random.int(text.length - flushed.length))
          : text.slice(0, this.#random.int(text.length));
    }
  }
}

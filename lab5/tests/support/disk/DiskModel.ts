import type { RandomStream } from "labrpc/simulation";
import type { DiskService } from "../../../given/SimDisk";

/** What a file holds now, and what of it a crash leaves for sure. */
export interface FileContent {
  text: string;
  flushed: string;
}

/** One thing that a server did to its disk, by its number, from 1. */
export interface DiskOperation {
  readonly nth: number;
  readonly kind: "read" | "write" | "append" | "flush" | "rename" | "remove";
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

/** A service whose answers may take their time. */
type Slow<Service> = {
  [Name in keyof Service]: Service[Name] extends (...args: infer Args) => infer Answer
    ? (...args: Args) => Answer | Promise<Answer>
    : never;
};

/** The operation does not take effect, and nobody is left to be told. */
class PowerFailure extends Error {
  override readonly name = "PowerFailure";
}

/** Texts are written as UTF-8, in which a letter that two pieces share, as the halves of a surrogate pair, is lost. */
function joined(text: string, piece: string): string {
  // The text may be long, and is looked at only where that matters.
  const isCut = /^[\uDC00-\uDFFF]/.test(piece) && /[\uD800-\uDBFF]/.test(text.slice(-1));
  return isCut ? `${text.slice(0, -1)}\ufffd\ufffd${piece.slice(1)}` : text + piece;
}

/**
 * A disk that loses in a crash what was not flushed: nothing of it may be left, or all, or a piece from the beginning.
 * A new name for a file takes effect at once and wholly, but says nothing of its content, as on real file systems.
 */
export class DiskModel implements Slow<DiskService> {
  readonly #files = new Map<string, FileContent>();
  readonly #random: RandomStream;
  #operations = 0;
  /** How often the server has lost its disk's attention: what it asked for before does not happen any more. */
  #lives = 0;
  /** Called before an operation is begun, unless it is a read; it may crash the host. */
  before: ((operation: DiskOperation) => void) | undefined;
  /** Called when an operation is begun, unless it is a read. */
  begun: ((operation: DiskOperation) => void) | undefined;
  /** Called then, for reads too: the operation takes effect when the promise resolves; the disk refuses when it throws. */
  during: ((operation: DiskOperation) => Promise<void> | undefined) | undefined;
  /** Called when a file holds something else, or is gone; what a crash would leave of it is in `flushed`. */
  changed: ((name: string, content: Readonly<FileContent> | undefined) => void) | undefined;
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
    this.#set(name, { text, flushed: text });
  }

  /** Nobody is left who asked for what is not done yet. */
  forget(): void {
    this.#lives += 1;
  }

  /** The power fails. */
  crash(): void {
    this.forget();
    for (const [name, content] of this.#files) {
      content.text = this.#afterCrash(content);
      content.flushed = content.text;
      this.changed?.(name, content);
    }
  }

  read({ name }: { name: string }): { text?: string } | Promise<{ text?: string }> {
    const found = (): { text?: string } => {
      const content = this.#files.get(name);
      return content === undefined ? {} : { text: content.text };
    };
    return this.during?.({ nth: this.#operations, kind: "read", name })?.then(found) ?? found();
  }

  write({ name, text }: { name: string; text: string }): void | Promise<void> {
    return this.#do({ kind: "write", name }, () => {
      const content = this.#files.get(name);
      this.#set(name, { text, flushed: content?.flushed ?? "" });
    });
  }

  append({ name, text }: { name: string; text: string }): void | Promise<void> {
    return this.#do({ kind: "append", name }, () => {
      const content = this.#files.get(name);
      this.#set(name, { text: joined(content?.text ?? "", text), flushed: content?.flushed ?? "" });
    });
  }

  flush({ name }: { name: string }): void | Promise<void> {
    return this.#do({ kind: "flush", name }, () => {
      const { text } = this.#content(name);
      this.#set(name, { text, flushed: text });
    });
  }

  rename({ from, to }: { from: string; to: string }): void | Promise<void> {
    return this.#do({ kind: "rename", name: from, to }, () => {
      const content = this.#content(from);
      this.#delete(from);
      this.#set(to, content);
    });
  }

  remove({ name }: { name: string }): void | Promise<void> {
    return this.#do({ kind: "remove", name }, () => {
      this.#delete(name);
    });
  }

  list(): { names: string[] } {
    return { names: this.names };
  }

  #do(what: Omit<DiskOperation, "nth">, effect: () => void): void | Promise<void> {
    this.#operations += 1;
    const operation = { nth: this.#operations, ...what };
    const life = this.#lives;
    const take = (): void => {
      if (life !== this.#lives) throw new PowerFailure();
      effect();
      this.after?.(operation);
    };
    this.before?.(operation);
    if (life !== this.#lives) throw new PowerFailure();
    this.begun?.(operation);
    const held = this.during?.(operation);
    return held === undefined ? take() : held.then(take);
  }

  #set(name: string, content: FileContent): void {
    this.#files.set(name, content);
    this.changed?.(name, content);
  }

  #delete(name: string): void {
    this.#files.delete(name);
    this.changed?.(name, undefined);
  }

  #content(name: string): FileContent {
    const content = this.#files.get(name);
    if (content === undefined) throw new NoSuchFile(name);
    return content;
  }

  #afterCrash({ text, flushed }: FileContent): string {
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

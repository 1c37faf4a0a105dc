/**
 * How the name begins of what a class calls that has private fields. The rest is a hash of the file that the class is in:
 * no code can name it, since nobody can write a text that holds its own hash.
 */
export const SEE_PRIVATES = "$see_";

/** Hands over the private fields that one class gives to an object, if it has them. */
export type ReadPrivateFields = (object: object, take: (name: string, value: unknown) => void) => void;

const { getOwnPropertyDescriptor } = Object;

/**
 * The classes that have private fields, and how to read those. Nothing else can: a class tells about itself, by a line
 * that the compiler adds to its body; see `seePrivates`.
 */
export class PrivateFields {
  /** By the prototypes of the classes' objects. */
  readonly #readers = new WeakMap<object, ReadPrivateFields>();

  /** Called once by each such class, while it is made. */
  readonly note = (Class: object, read: ReadPrivateFields): void => {
    const prototype: unknown = getOwnPropertyDescriptor(Class, "prototype")?.value;
    if (typeof prototype === "object" && prototype !== null) this.#readers.set(prototype, read);
  };

  /** @param prototype one of those that an object inherits from */
  read(prototype: object, object: object, take: (name: string, value: unknown) => void): void {
    this.#readers.get(prototype)?.(object, take);
  }
}

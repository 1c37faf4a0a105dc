import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";

/** What a file holds: a text, or the bytes of what is none, such as a picture in a lab's handout. */
export type HandoutContent = string | Buffer;

/** Reads a file as it is: writing the content again gives the same bytes. */
export function handoutContentOfKitFile(file: string): HandoutContent {
  const bytes = readFileSync(file);
  return isUtf8(bytes) ? bytes.toString("utf8") : bytes;
}

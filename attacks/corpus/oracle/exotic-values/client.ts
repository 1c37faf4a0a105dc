import { tryOut } from "./probe";

const texts = ["", "one", "two", "two", "two+three", "", "1"];
let next = 0;

/** What a test that is fooled by its looks would take for the right answer. */
function disguised() {
  const text = texts[next++ % texts.length];
  const kinds = [new String(text), [text], { toString: () => text, valueOf: () => text, length: text.length }, new Proxy(new String(text), {}), { then: (resolve) => resolve(Object(text)) }];
  return kinds[next % kinds.length];
}

export class Clerk {
  get = async () => disguised();
  put = async () => disguised();
  append = async () => disguised();
}

import { createHash } from "node:crypto";
import type { HashPieces } from "../../realm/globals/hashing";

/** Hashes for student code, outside its realm. */
export const hashPieces: HashPieces = (algorithm, pieces) => {
  const hash = createHash(algorithm);
  for (let at = 0; at < pieces.length;) {
    const colon = pieces.indexOf(":", at);
    const end = colon + 1 + Number(pieces.slice(at + 1, colon));
    hash.update(pieces.slice(colon + 1, end), pieces[at] === "t" ? "utf8" : "hex");
    at = end;
  }
  return hash.digest("hex");
};

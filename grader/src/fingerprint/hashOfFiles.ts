import { createHash, type Hash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Adds all files below a folder to a hash: their paths and contents, in an order that is the same everywhere. */
export function addFilesToHash(
  hash: Hash,
  folder: string,
  isWanted: (path: string) => boolean = () => true,
): void {
  const walk = (inner: string): void => {
    const entries = readdirSync(join(folder, inner), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = inner === "" ? entry.name : `${inner}/${entry.name}`;
      if (entry.isDirectory()) {
        if (entry.name !== "node_modules") walk(path);
      } else if (entry.isFile() && isWanted(path))
        addTextToHash(hash, path, readFileSync(join(folder, path)));
    }
  };
  walk("");
}

/** Adds a named text to a hash, so that no two lists of texts give the same. */
export function addTextToHash(hash: Hash, name: string, content: string | Buffer): void {
  const bytes = Buffer.from(content);
  hash.update(`${JSON.stringify(name)} ${String(bytes.length)}\n`).update(bytes);
}

/** A new hash, and its end as text. */
export function hashOfParts(add: (hash: Hash) => void): string {
  const hash = createHash("sha256");
  add(hash);
  return hash.digest("hex").slice(0, 40);
}

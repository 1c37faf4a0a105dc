import { createHash } from "node:crypto";

/** Characters that every system takes in a file's name. */
const SAFE = /^[A-Za-z0-9][A-Za-z0-9@._-]{0,79}$/;
/** Names that Windows keeps for itself, and an end that it cuts off. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)|\.$/i;
/** The end of a name that was made here: whoever is called so must not get the folder of somebody else. */
const MADE = /-[0-9a-f]{8}$/;

/** A name of a folder for a student: the id itself where every system takes it, else what is left of it and a hash. */
export function studentFolderName(id: string): string {
  if (SAFE.test(id) && !RESERVED.test(id) && !MADE.test(id)) return id;
  const readable = id
    .normalize("NFKD")
    .replace(/[^A-Za-z0-9@._-]+/g, "-")
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "")
    .slice(0, 60);
  const hash = createHash("sha256").update(id).digest("hex").slice(0, 8);
  const first = readable === "" || RESERVED.test(readable) ? `student-${readable}` : readable;
  return `${first}-${hash}`.replace("--", "-");
}

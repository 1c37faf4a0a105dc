import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { ToolError } from "toolkit/cli/ToolError";

const METADATA = "submission_metadata.yml";

const submitter = z
  .object({ ":name": z.string(), ":sid": z.coerce.string(), ":email": z.string() })
  .partial();
const metadata = z.record(
  z.string(),
  z.object({ ":submitters": z.array(submitter).default([]), ":created_at": z.coerce.string().optional() }),
);

/** A submission in Gradescope's export. */
export interface GradescopeSubmission {
  /** Numbers, addresses and names of those who handed it in. */
  readonly keys: readonly string[];
  /** Milliseconds since the epoch; undefined when it is not known. */
  readonly handedIn?: number;
}

/**
 * What Gradescope's "Export submissions" says of each of its folders, `submission_1234` and so on; undefined where a
 * folder is no such export. Throws ToolError when it is one whose list cannot be read.
 */
export function gradescopeExport(folder: string): ReadonlyMap<string, GradescopeSubmission> | undefined {
  const file = join(folder, METADATA);
  if (!existsSync(file)) return undefined;
  try {
    const entries = Object.entries(metadata.parse(parse(readFileSync(file, "utf8"))));
    return new Map(
      entries.map(([name, { ":submitters": submitters, ":created_at": created }]) => {
        const at = created === undefined ? NaN : Date.parse(created);
        const keys = submitters.flatMap((one) => [one[":sid"], one[":email"], one[":name"]]);
        return [
          name,
          {
            keys: keys.filter((key): key is string => key !== undefined && key !== ""),
            ...(Number.isNaN(at) ? {} : { handedIn: at }),
          },
        ];
      }),
    );
  } catch (error) {
    throw new ToolError(
      `expected ${METADATA} as Gradescope exports it, got something else: ${(error as Error).message}`,
    );
  }
}

import { randomBytes } from "node:crypto";
import type { IsolationTier } from "labrpc/isolation";
import { ToolError } from "toolkit/cli/ToolError";
import type { Lab } from "toolkit/labs/readLab";
import type { WorkerIsolation } from "../protocol/protocol";

/** What `--isolation` and `isolation` in lab.json may say. */
export const ISOLATION_CHOICES = ["auto", "none", "process", "bubblewrap"] as const;

export type IsolationChoice = (typeof ISOLATION_CHOICES)[number];

/** How a grading keeps student code apart. */
export interface GradingIsolation {
  readonly tier: IsolationTier;
  /** For `runTests`; absent with the tier "none". */
  readonly worker?: WorkerIsolation;
}

/** What is at stake. */
export interface IsolationNeeds {
  /** Whether there are secret seeds or hidden tests, which student code must not see. */
  readonly hasSecrets: boolean;
  /** Whether many submissions are graded. */
  readonly isClass?: boolean;
}

/** Over how many processes the hosts of one run are spread. */
const PROCESSES = 2;
/** JavaScript's heap gets this part of the memory limit; the rest is for Node and its buffers. */
const HEAP_PART = 0.75;

/**
 * Chooses how to keep student code apart, and sees that it works here. "process" takes bubblewrap where it works.
 * "auto" does so where a class is graded; with secrets it takes nothing less, where there is such a thing; else "none".
 * Throws ToolError where the walls that are asked for cannot be had.
 */
export function gradingIsolation(
  lab: Lab,
  asked: IsolationChoice | undefined,
  needs: IsolationNeeds,
): GradingIsolation {
  const choice = asked ?? lab.manifest.isolation;
  if (choice === "none" || (choice === "auto" && !needs.hasSecrets && needs.isClass !== true))
    return { tier: "none" };
  // Loaded here: most gradings do without.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { probeBubblewrap, realmLaunch } = require("labrpc/isolation") as typeof import("labrpc/isolation");
  const probe = probeBubblewrap();
  const isAskedFor =
    choice === "bubblewrap" || (choice === "auto" && needs.hasSecrets && process.platform === "linux");
  if (probe.kind === "does not work" && isAskedFor) throw new ToolError(withoutBubblewrap(choice, probe.why));
  const tier = probe.kind === "works" ? "bubblewrap" : "process";
  const launch = realmLaunch(tier, Math.floor(lab.manifest.memoryMb * HEAP_PART));
  return { tier, worker: { launch, processes: PROCESSES, secret: randomBytes(16).toString("hex") } };
}

function withoutBubblewrap(choice: IsolationChoice, why: string): string {
  const whatFor = choice === "auto" ? " to keep student code away from secret seeds and hidden tests" : "";
  return (
    `expected bubblewrap to work here${whatFor}, got none that does (${why}); install it, as with ` +
    "apt-get install bubblewrap, or allow it user namespaces (docs/isolation.md), or take weaker walls with --isolation process, or none with --isolation none"
  );
}

import { compileBudgetFlags } from "./compileBudgetFlags";

/** What Node is told when it runs a realm process. */
export function realmNodeFlags({
  program,
  heapMb,
}: {
  /** As the process sees it; the only file that it may read. */
  readonly program: string;
  /** Megabytes of JavaScript heap after which Node ends the process. */
  readonly heapMb: number;
}): string[] {
  return [
    `--max-old-space-size=${String(heapMb)}`,
    "--disallow-code-generation-from-strings",
    // There are as many processes as cores: threads that help one to collect garbage take them from another.
    "--single-threaded-gc",
    ...compileBudgetFlags(),
    // For `formatStacksBy`; Node warns of it, and of permissions.
    "--expose-internals",
    "--no-warnings",
    permissionFlag(),
    `--allow-fs-read=${program}`,
  ];
}

/** Node's own permissions: no files but those named, no processes, no threads, no native code. */
function permissionFlag(): string {
  return process.allowedNodeEnvironmentFlags.has("--permission")
    ? "--permission"
    : "--experimental-permission";
}

import { spawnSync } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { bubblewrapLaunch } from "./bubblewrapLaunch";
import { realmProgram } from "../process/realmProgram";

/** Whether bubblewrap works here, or why not. */
export type BubblewrapProbe =
  { readonly kind: "works" } | { readonly kind: "does not work"; readonly why: string };

/** Real ms within which a process that does nothing has ended. */
const PROBE_MS = 60_000;

let probed: BubblewrapProbe | undefined;

/** Starts a realm process in bubblewrap that ends at once. The answer is kept. */
export function probeBubblewrap(): BubblewrapProbe {
  return (probed ??= probe());
}

function probe(): BubblewrapProbe {
  if (process.platform !== "linux")
    return { kind: "does not work", why: "bubblewrap is there for Linux only" };
  const { command, args, third } = bubblewrapLaunch(realmProgram(), 100);
  const filter = third === undefined ? undefined : openSync(third, "r");
  const { status, stderr, error } = spawnSync(command, args, {
    env: { PATH: process.env.PATH ?? "" },
    timeout: PROBE_MS,
    // Standard input ends at once, and with it the process.
    input: "",
    stdio: ["pipe", "ignore", "pipe", filter ?? "ignore", "pipe"],
    encoding: "utf8",
  });
  if (filter !== undefined) closeSync(filter);
  if (status === 0) return { kind: "works" };
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === "ENOENT") return { kind: "does not work", why: "there is no bwrap" };
  if (code === "ETIMEDOUT")
    return { kind: "does not work", why: `it was not done after ${String(PROBE_MS / 1000)} s` };
  const said = stderr.trim().split("\n").at(-1) ?? "";
  return { kind: "does not work", why: said === "" ? `it ended with exit code ${String(status)}` : said };
}

import { nearestModuleName } from "./nearestModuleName";

/** Modules that a host does not have, and what to use instead. */
const ADVICE: Record<string, string> = {
  fs: "A node keeps its state in memory, in its own object",
  "fs/promises": "A node keeps its state in memory, in its own object",
  net: "Talk to other nodes through a ClientEnd",
  http: "Talk to other nodes through a ClientEnd",
  http2: "Talk to other nodes through a ClientEnd",
  https: "Talk to other nodes through a ClientEnd",
  dgram: "Talk to other nodes through a ClientEnd",
  tls: "Talk to other nodes through a ClientEnd",
  dns: "Talk to other nodes through a ClientEnd",
  child_process: "A node is one process; use promises for concurrency",
  cluster: "A node is one process; use promises for concurrency",
  worker_threads: "A node is one process; use promises for concurrency",
  vm: "Write the code out",
  module: "Use import",
  inspector: "Use console.log, or a debugger from outside",
  v8: "Use structuredClone to copy",
  os: "A node knows about other nodes only what its constructor was given",
  process: "Use Date.now, setTimeout and console.log",
  assert: "Use if and throw",
  stream: "Use async functions",
  path: "A node has no file system",
  util: "Use console.log to print values",
  "labrpc/simulation": "Student code sees the network through its ClientEnds only",
  "labrpc/testing": "Student code sees the network through its ClientEnds only",
  checker: "Student code sees the network through its ClientEnds only",
};

/** What to use in place of a module that a host does not have. @param known modules that it has */
export function adviceForModule(specifier: string, known: readonly string[]): string {
  const name = specifier.replace(/^node:/, "");
  const advice = ADVICE[name] ?? ADVICE[name.split("/")[0] ?? ""];
  if (advice !== undefined) return advice;
  const meant = nearestModuleName(name, known);
  return meant === undefined ? "Use what the handout names, or write it yourself" : `Did you mean ${meant}?`;
}

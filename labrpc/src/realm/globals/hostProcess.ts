/** What a host has as `process`: the harmless parts. The rest throws an error that says what to use instead. */
const REFUSED: Record<string, string> = {
  exit: "A node cannot end the run; throw an Error instead",
  abort: "A node cannot end the run; throw an Error instead",
  kill: "A node cannot reach other processes; send a message instead",
  chdir: "A node has no file system",
  binding: "A node has no access to Node's internals",
  dlopen: "A node has no access to Node's internals",
  getBuiltinModule: "Use import instead",
  on: "Catch errors where they happen, with try and catch",
  once: "Catch errors where they happen, with try and catch",
  stdin: "A node has no terminal",
  send: "Send messages through a ClientEnd instead",
  memoryUsage: "It would differ from run to run",
  cpuUsage: "It would differ from run to run; use Date.now(), which is virtual",
};

/** What the object needs of its host. */
export interface ProcessService {
  /** Virtual ms since the start of the run: as of a machine's own clock, which outlives the process. */
  now: () => number;
  /** Virtual ms since the host started. */
  age: () => number;
  nextTick: (callback: (...args: unknown[]) => unknown, ...args: unknown[]) => void;
  print: (level: string, text: string) => void;
  refuse: (what: string, instead: string) => Error;
}

export function processOf(service: ProcessService): object {
  const hrtime = (earlier?: [number, number]): [number, number] => {
    const ns = Math.round(service.now() * 1e6);
    const time: [number, number] = [Math.floor(ns / 1e9), ns % 1e9];
    if (earlier === undefined) return time;
    const [s, n] = [time[0] - earlier[0], time[1] - earlier[1]];
    return n < 0 ? [s - 1, n + 1e9] : [s, n];
  };
  hrtime.bigint = (): bigint => BigInt(Math.round(service.now() * 1e6));
  const stream = (level: string): object => ({
    write: (text: unknown) => {
      service.print(level, String(text).replace(/\n$/, ""));
      return true;
    },
    isTTY: false,
  });
  const known: Record<string, unknown> = {
    env: {},
    argv: ["node", "host"],
    execArgv: [],
    pid: 1,
    platform: "linux",
    arch: "x64",
    version: "v20.0.0",
    versions: { node: "20.0.0" },
    hrtime,
    uptime: () => service.age() / 1000,
    nextTick: service.nextTick,
    cwd: () => "/",
    stdout: stream("log"),
    stderr: stream("error"),
    emitWarning: (warning: unknown) => {
      service.print("warn", String(warning));
    },
  };
  for (const [name, instead] of Object.entries(REFUSED)) {
    Object.defineProperty(known, name, {
      get: () => {
        throw service.refuse(`process.${name}`, instead);
      },
    });
  }
  return known;
}

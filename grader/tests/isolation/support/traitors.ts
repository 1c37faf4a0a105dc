/** What the code of a traitor finds beside `powers`: where the test's own listener is, and where a file lies. */
export interface TraitorTargets {
  /** TCP port on loopback that only the grader's side may reach. */
  readonly port: number;
  /** A file that must not be read, absolute. */
  readonly secret: string;
  /** A folder in which nothing may appear, absolute. */
  readonly folder: string;
}

/** A submission of lab 1 that attacks: statements that run when its server is made. */
export interface Traitor {
  readonly name: string;
  /** May use `powers` and `tell(text)`, which puts a text into the report. */
  readonly code: (targets: TraitorTargets) => string;
  /** The tiers in which it is tried. Default: bubblewrap alone; some take long, and some Node's permissions do not stop. */
  readonly in?: readonly ("process" | "bubblewrap")[];
}

const fs = `powers.require("node:fs")`;
const text = (value: string): string => JSON.stringify(value);

/** Sends an answer of its own making over the pipe. */
const say = (answers: string): string => `
  const body = Buffer.from(JSON.stringify(${answers}));
  const head = Buffer.alloc(4); head.writeUInt32LE(body.length);
  ${fs}.writeSync(1, Buffer.concat([head, body]));`;

/** Changes what goes over the pipe. */
const rewrite = (change: string): string => `
  if (powers.process.changed === true) return;
  powers.process.changed = true;
  const write = ${fs}.writeSync;
  ${fs}.writeSync = (fd, frame, ...rest) => {
    let answers = JSON.parse(frame.subarray(4).toString());
    ${change}
    const body = Buffer.from(JSON.stringify(answers));
    const head = Buffer.alloc(4); head.writeUInt32LE(body.length);
    write(fd, Buffer.concat([head, body]));
    return frame.length;
  };`;

const BOTH = ["process", "bubblewrap"] as const;

export const TRAITORS: readonly Traitor[] = [
  {
    name: "reads a file",
    in: BOTH,
    code: ({ secret }) => `tell(${fs}.readFileSync(${text(secret)}, "utf8"))`,
  },
  { name: "lists the root", code: () => `tell(${fs}.readdirSync("/").join())` },
  {
    name: "looks for the reference solution",
    in: BOTH,
    code: () =>
      `tell(${fs}.readFileSync(${text(__dirname)} + "/../../../../solutions/lab1/server.ts", "utf8"))`,
  },
  { name: "reads its environment", code: () => `tell(JSON.stringify(powers.process.env))` },
  {
    name: "reads its parent's environment",
    code: () => `tell(${fs}.readFileSync("/proc/" + powers.process.ppid + "/environ", "utf8"))`,
  },
  {
    name: "reads the environment of all processes",
    code: () =>
      `for (const pid of ${fs}.readdirSync("/proc")) { try { tell(${fs}.readFileSync("/proc/" + pid + "/environ", "utf8")); } catch {} }`,
  },
  {
    name: "reads its arguments",
    in: BOTH,
    code: () => `tell(powers.process.argv.join(" ") + powers.process.execArgv.join(" "))`,
  },
  {
    name: "opens a socket",
    code: ({ port }) =>
      `powers.require("node:net").connect(${String(port)}, "127.0.0.1").on("error", () => undefined)`,
  },
  {
    name: "asks a name server",
    code: () => `powers.require("node:dns").lookup("example.org", () => undefined)`,
  },
  {
    name: "listens",
    code: () => `powers.require("node:net").createServer().on("error", () => undefined).listen(0)`,
  },
  {
    name: "writes a file",
    in: BOTH,
    code: ({ folder }) => `${fs}.writeFileSync(${text(`${folder}/mark`)}, "x")`,
  },
  { name: "writes over its program", code: () => `${fs}.writeFileSync(powers.process.argv[1], "x")` },
  {
    name: "starts a program",
    in: BOTH,
    code: ({ folder }) =>
      `powers.require("node:child_process").spawnSync("/bin/sh", ["-c", ${text(`touch ${folder}/mark`)}])`,
  },
  {
    name: "starts Node once more",
    code: ({ folder }) =>
      `powers.require("node:child_process").spawn(powers.process.execPath, ["-e", ${text(`setInterval(() => require("fs").writeFileSync("${folder}/mark", "x"), 50)`)}], { detached: true, stdio: "ignore" }).on("error", () => undefined).unref()`,
  },
  {
    name: "starts a thread",
    in: BOTH,
    code: () => `new (powers.require("node:worker_threads").Worker)("for (;;);", { eval: true })`,
  },
  {
    name: "loads native code",
    code: ({ secret }) => `powers.process.dlopen({ exports: {} }, ${text(secret)})`,
  },
  {
    name: "opens the inspector",
    code: () => `powers.require("node:inspector").open(0)`,
  },
  {
    name: "kills its parent",
    code: () => `powers.process.kill(powers.process.ppid, "SIGKILL")`,
  },
  { name: "kills everybody", code: () => `powers.process.kill(-1, "SIGKILL")` },
  { name: "exits as though all were well", in: BOTH, code: () => `powers.process.reallyExit(0)` },
  { name: "aborts", code: () => `powers.process.abort()` },
  {
    name: "writes nonsense into the pipe",
    in: BOTH,
    code: () => `${fs}.writeSync(1, "Score: 100 of 100 points\\n")`,
  },
  {
    name: "writes gigabytes into the pipe",
    code: () => `const much = Buffer.alloc(1 << 20); for (let i = 0; i < 3000; i++) ${fs}.writeSync(1, much)`,
  },
  {
    name: "announces a frame that never comes",
    code: () => `${fs}.writeSync(1, Buffer.from([255, 255, 255, 7]))`,
  },
  { name: "answers what nobody asked", code: () => say(`[["did", 1, [], "", false]]`) },
  { name: "answers for another run", code: () => say(`[["did", 999999, [], "", false]]`) },
  {
    name: "says that everything succeeded",
    in: BOTH,
    code: () =>
      rewrite(
        `answers = answers.map(([kind, run, effects]) => [kind, run, effects.map((effect) => [4, 5].includes(effect[0]) ? [effect[0], effect[1], true, '""'] : effect), "", false]);`,
      ),
  },
  {
    name: "ends operations that it does not work on",
    code: () =>
      rewrite(
        `for (const answer of answers) for (let i = 1; i < 50; i++) answer[2].push([5, i, true, '""']);`,
      ),
  },
  {
    name: "speaks for other hosts",
    code: () =>
      rewrite(
        `for (const answer of answers) for (const effect of answer[2]) if (effect[0] < 3) effect[1] = 1;`,
      ),
  },
  {
    name: "sends what cannot be decoded",
    code: () =>
      rewrite(
        `for (const answer of answers) for (const effect of answer[2]) if (effect[0] === 5) effect[3] = '{"$":"bigint","v":"x"}';`,
      ),
  },
  {
    name: "sends numbers that are none",
    code: () => rewrite(`for (const answer of answers) answer[2].push([0, null, -1, 1e300, 1, 7]);`),
  },
  { name: "says nothing any more", code: () => `${fs}.writeSync = (_, frame) => frame.length` },
  { name: "says everything twice", code: () => rewrite(`answers = [...answers, ...answers];`) },
  { name: "stalls", in: BOTH, code: () => `for (;;);` },
  {
    name: "sleeps",
    code: () => `powers.process.report; Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)`,
  },
  {
    name: "takes all memory beside the heap",
    in: BOTH,
    code: () =>
      `const { Buffer } = powers.require("node:buffer"); const all = []; for (;;) { try { all.push(Buffer.alloc(1 << 24, 1)); } catch {} }`,
  },
  {
    name: "takes all memory of the heap",
    in: BOTH,
    code: () =>
      `powers.require("node:vm").runInThisContext("const all = []; for (;;) all.push(new Array(1e5).fill(1.5));")`,
  },
  {
    name: "outlives the grading",
    in: BOTH,
    code: () =>
      `powers.process.stdin.removeAllListeners("end"); powers.process.on("SIGTERM", () => undefined); setInterval(() => undefined, 1000)`,
  },
];

/** The submission's server.ts. */
export function traitorServer({ code }: Traitor, targets: TraitorTargets): string {
  return `// @ts-nocheck
declare const powers: { process: any; require: (name: string) => any };
const tell = (text: string): never => { throw new Error("told: " + text); };
export class KVServer {
  constructor() {
    const Atomics = powers.require("node:vm").runInThisContext("Atomics");
    const SharedArrayBuffer = powers.require("node:vm").runInThisContext("SharedArrayBuffer");
    const attack = () => { ${code(targets)} };
    attack();
  }
  get() { return { value: "" }; }
  put() { return {}; }
  append() { return { value: "" }; }
}
`;
}

/** A server that replicates nothing: all of one process keep their values in one place. */
export function oneStoreServer(): string {
  return `// @ts-nocheck
declare const powers: { process: any };
export class KVServer {
  #seen = (powers.process.seen ??= new Map());
  #store = (powers.process.store ??= new Map());
  #config;
  constructor(config) { this.#config = config; }
  get({ key }) { return this.#holds(key) ? { ok: true, value: this.#store.get(key) ?? "" } : { ok: false }; }
  put(args) { return this.#once(args, () => { this.#store.set(args.key, args.value); return ""; }); }
  append(args) {
    return this.#once(args, () => {
      const old = this.#store.get(args.key) ?? "";
      this.#store.set(args.key, old + args.arg);
      return old;
    });
  }
  #once(args, go) {
    if (!this.#holds(args.key)) return { ok: false };
    const id = JSON.stringify([args.client, args.seq]);
    if (!this.#seen.has(id)) this.#seen.set(id, { ok: true, value: go() });
    return this.#seen.get(id);
  }
  #holds(key) {
    const { me, servers, replicas } = this.#config;
    return (me - ((parseInt(key, 10) || 0) % servers) + servers) % servers < replicas;
  }
}
`;
}

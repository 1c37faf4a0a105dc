import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { summariseClusterLatencies, type ClusterLatencies } from "labcluster/programs";

/** What the program is told, as JSON in its only argument. */
export interface BenchLab5LoadOptions {
  readonly ports: readonly number[];
  /** Each sends one request at a time, over a connection to each server. */
  readonly clients: number;
  /** How long, ms. */
  readonly ms: number;
  /** Requests count only while this file is there. Default: all count. */
  readonly whileFile?: string;
}

/** What it prints, as JSON. */
export interface BenchLab5LoadResult {
  readonly perSecond: number;
  readonly latencyMs: ClusterLatencies & { readonly most: number };
  readonly counted: number;
}

const KEYS = 1_000;
const WARM_UP_MS = 500;
const LOOK_MS = 2;

interface PreparedBenchRequest {
  readonly server: number;
  readonly bytes: Buffer;
}

/** Half SET, half GET; prepared, so that the server is measured and not this program. */
function prepareBenchLab5Requests(servers: number): PreparedBenchRequest[] {
  return Array.from({ length: KEYS }, (_, i) => {
    const key = `key:${String(i)}`;
    const request = i % 2 === 0 ? { command: "SET", key, value: "x".repeat(16) } : { command: "GET", key };
    const hash = BigInt(`0x${createHash("md5").update(key).digest("hex")}`);
    return { server: Number(hash % BigInt(servers)), bytes: Buffer.from(`${JSON.stringify(request)}\n`) };
  });
}

function loadBenchLab5Servers({
  ports,
  clients,
  ms,
  whileFile,
}: BenchLab5LoadOptions): Promise<BenchLab5LoadResult> {
  const requests = prepareBenchLab5Requests(ports.length);
  const times: number[] = [];
  let counting = false;
  let countedMs = 0;
  return new Promise((resolve, reject) => {
    const sockets: Socket[] = [];
    for (let client = 0; client < clients; client++) {
      let next = client * 37;
      let sent = 0;
      const lines = ports.map((port) => connect({ port, host: "127.0.0.1", noDelay: true }));
      const send = (): void => {
        const request = requests[next++ % KEYS];
        sent = performance.now();
        if (request !== undefined) lines[request.server]?.write(request.bytes);
      };
      for (const line of lines) {
        sockets.push(line);
        line.on("error", reject);
        line.on("data", (chunk: Buffer) => {
          // One request is out, so this is one response, if it is whole.
          if (chunk.at(-1) !== 10) reject(new Error("expected a response in one piece"));
          if (!chunk.includes("server_id")) reject(new Error(`expected a response, got ${chunk.toString()}`));
          if (counting) times.push(performance.now() - sent);
          send();
        });
      }
      send();
    }
    const started = performance.now();
    let looked = started;
    const timer = setInterval(() => {
      const now = performance.now();
      if (counting) countedMs += now - looked;
      looked = now;
      if (now - started >= WARM_UP_MS + ms) {
        clearInterval(timer);
        for (const socket of sockets) socket.destroy();
        const most = times.reduce((a, b) => Math.max(a, b), 0);
        resolve({
          perSecond: (times.length * 1000) / countedMs,
          latencyMs: { ...summariseClusterLatencies(times), most },
          counted: times.length,
        });
      } else counting = now - started >= WARM_UP_MS && (whileFile === undefined || existsSync(whileFile));
    }, LOOK_MS);
  });
}

void loadBenchLab5Servers(JSON.parse(process.argv[2] ?? "{}") as BenchLab5LoadOptions).then((result) => {
  process.stdout.write(JSON.stringify(result));
});

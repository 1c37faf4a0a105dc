import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { BenchLab5ClientOptions, BenchLab5ClientOrder } from "../programs/lab5Client";
import { BENCH_ROOT } from "../measure/runBenchProcess";

export interface BenchLab5ClientsOptions {
  readonly ports: readonly number[];
  /** Shared out among the processes: a multiple of their number. */
  readonly clients: number;
  readonly processes: number;
  /** How long is counted, after a while that is not, ms. */
  readonly ms: number;
}

/** Each process compiles its own code while it runs, and the processes share few cores. */
const WARM_UP_MS = { least: 2_000, perProcess: 250 };

/** Requests per second of clients in processes of their own. Throws when one of the processes ends early. */
export async function benchLab5Clients({
  ports,
  clients,
  processes,
  ms,
}: BenchLab5ClientsOptions): Promise<number> {
  const each = clients / processes;
  const children = Array.from({ length: processes }, (_, i) =>
    startBenchLab5Client({ ports, clients: each, first: i * each }),
  );
  try {
    await Promise.all(children.map(toldByBenchLab5Client));
    await sleep(WARM_UP_MS.least + WARM_UP_MS.perProcess * processes);
    const began = performance.now();
    orderBenchLab5Clients(children, "count");
    await sleep(ms);
    const counts = children.map(toldByBenchLab5Client);
    orderBenchLab5Clients(children, "stop");
    const seconds = (performance.now() - began) / 1_000;
    const answered = (await Promise.all(counts)).map(Number);
    return answered.reduce((sum, count) => sum + count, 0) / seconds;
  } finally {
    for (const child of children) child.kill();
  }
}

function startBenchLab5Client(options: BenchLab5ClientOptions): ChildProcess {
  const program = [
    "-r",
    join(BENCH_ROOT, "toolkit/bin/register.js"),
    join(__dirname, "../programs/lab5Client.ts"),
  ];
  return spawn(process.execPath, [...program, JSON.stringify(options)], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
}

/** The next that a client says. */
async function toldByBenchLab5Client(child: ChildProcess): Promise<unknown> {
  const ended = once(child, "exit").then(() => Promise.reject(new Error("expected a client, got its end")));
  const [message] = (await Promise.race([once(child, "message"), ended])) as unknown[];
  return message;
}

function orderBenchLab5Clients(children: readonly ChildProcess[], text: BenchLab5ClientOrder): void {
  for (const child of children) child.send(text);
}

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Lab5ClientOptions, Lab5ClientOrder } from "./lab5Client";
import { ROOT } from "./runBenchProcess";

export interface Lab5ClientsOptions {
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
export async function lab5Clients({ ports, clients, processes, ms }: Lab5ClientsOptions): Promise<number> {
  const each = clients / processes;
  const children = Array.from({ length: processes }, (_, i) =>
    startLab5Client({ ports, clients: each, first: i * each }),
  );
  try {
    await Promise.all(children.map(toldByLab5Client));
    await sleep(WARM_UP_MS.least + WARM_UP_MS.perProcess * processes);
    const began = performance.now();
    orderLab5Clients(children, "count");
    await sleep(ms);
    const counts = children.map(toldByLab5Client);
    orderLab5Clients(children, "stop");
    const seconds = (performance.now() - began) / 1_000;
    const answered = (await Promise.all(counts)).map(Number);
    return answered.reduce((sum, count) => sum + count, 0) / seconds;
  } finally {
    for (const child of children) child.kill();
  }
}

function startLab5Client(options: Lab5ClientOptions): ChildProcess {
  const program = ["-r", join(ROOT, "toolkit/bin/register.js"), join(__dirname, "lab5Client.ts")];
  return spawn(process.execPath, [...program, JSON.stringify(options)], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
}

/** The next that a client says. */
async function toldByLab5Client(child: ChildProcess): Promise<unknown> {
  const ended = once(child, "exit").then(() => Promise.reject(new Error("expected a client, got its end")));
  const [message] = (await Promise.race([once(child, "message"), ended])) as unknown[];
  return message;
}

function orderLab5Clients(children: readonly ChildProcess[], text: Lab5ClientOrder): void {
  for (const child of children) child.send(text);
}

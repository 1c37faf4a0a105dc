import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Lab5ClientOptions, Lab5ClientOrder } from "./lab5Client";
import { ROOT } from "./runProcess";

export interface Lab5ClientsOptions {
  readonly ports: readonly number[];
  readonly clients: number;
  /** How long is counted, after a while that is not, ms. */
  readonly ms: number;
}

const WARM_UP_MS = 1_000;

/** Requests per second of clients that are processes of their own. Throws when one of them ends early. */
export async function lab5Clients({ ports, clients, ms }: Lab5ClientsOptions): Promise<number> {
  const children = Array.from({ length: clients }, (_, number) => start({ ports, number }));
  try {
    await Promise.all(children.map(told));
    await sleep(WARM_UP_MS);
    const began = performance.now();
    order(children, "count");
    await sleep(ms);
    const counts = children.map(told);
    order(children, "stop");
    const seconds = (performance.now() - began) / 1_000;
    const answered = (await Promise.all(counts)).map(Number);
    return answered.reduce((sum, count) => sum + count, 0) / seconds;
  } finally {
    for (const child of children) child.kill();
  }
}

function start(options: Lab5ClientOptions): ChildProcess {
  const program = ["-r", join(ROOT, "grader/bin/register.js"), join(__dirname, "lab5Client.ts")];
  return spawn(process.execPath, [...program, JSON.stringify(options)], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
}

/** The next that a client says. */
async function told(child: ChildProcess): Promise<unknown> {
  const ended = once(child, "exit").then(() => Promise.reject(new Error("expected a client, got its end")));
  const [message] = (await Promise.race([once(child, "message"), ended])) as unknown[];
  return message;
}

function order(children: readonly ChildProcess[], text: Lab5ClientOrder): void {
  for (const child of children) child.send(text);
}

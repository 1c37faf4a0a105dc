/** Student code that tries what it may not. It prints a line of JSON: what became of each attempt, by its name. */
export interface TraitorTargets {
  /** Files and folders that it tries to read. */
  readonly reads: readonly string[];
  /** Folders that it tries to write in. */
  readonly writes: readonly string[];
  /** A port of this machine where the test listens. */
  readonly port: number;
  /** The process that starts it. */
  readonly parent: number;
}

export function traitorCode({ reads, writes, port, parent }: TraitorTargets): string {
  return `
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { connect, createServer } from "node:net";

const told: Record<string, string> = {};
const attempt = (name: string, act: () => unknown): void => {
  try {
    told[name] = String(act());
  } catch (error) {
    told[name] = "refused " + String((error as { code?: string }).code ?? error);
  }
};
const reach = (name: string, host: string, port: number): Promise<void> =>
  new Promise((resolve) => {
    const done = (what: string): void => {
      told[name] = what;
      resolve();
    };
    const socket = connect({ host, port }, () => done("connected"));
    socket.once("error", (error: NodeJS.ErrnoException) => done("refused " + String(error.code)));
    setTimeout(() => done("refused by silence"), 2_000);
  });

async function betray(): Promise<void> {
  for (const place of ${JSON.stringify(reads)})
    attempt("read " + place, () =>
      statSync(place).isDirectory() ? readdirSync(place).join() || "nothing" : readFileSync(place, "utf8"),
    );
  for (const place of [...${JSON.stringify(writes)}, __dirname])
    attempt("write " + place, () => {
      writeFileSync(place + "/traitor", "was here");
      return "written";
    });
  attempt("start a process", () => {
    const { error, status } = spawnSync(process.execPath, ["--version"]);
    if (error !== undefined) throw error;
    return status;
  });
  attempt("its environment", () => Object.keys(process.env).sort().join());
  attempt("kill its parent", () => process.kill(${String(parent)}, "SIGKILL"));
  attempt("its user", () => process.getuid?.());
  await reach("the test", "127.0.0.1", ${String(port)});
  await reach("the internet", "192.0.2.1", 80);
  createServer().listen(0, "127.0.0.1", function (this: { address(): { port: number } }) {
    told["a port of its own"] = String(this.address().port);
    console.log("told " + JSON.stringify(told));
  });
}
void betray();

export class KVServer {
  getStatus() {
    return { entries: [] };
  }
}
`;
}

import { spawn } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";
import { once } from "node:events";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

/** A Redis of its own, which keeps nothing. */
export interface RedisServer {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Starts `redis-server`, which must be there. */
export async function startRedis(): Promise<RedisServer> {
  const port = await freePort();
  const child = spawn(
    "redis-server",
    [
      "--port",
      String(port),
      "--bind",
      "127.0.0.1",
      "--save",
      "",
      "--appendonly",
      "no",
      "--dir",
      temporaryFolder(),
    ],
    { stdio: ["ignore", "pipe", "ignore"] },
  );
  child.stdout.setEncoding("utf8");
  let said = "";
  for await (const text of child.stdout) {
    said += String(text);
    if (said.includes("Ready to accept connections")) break;
  }
  if (!said.includes("Ready to accept")) throw new Error(`redis-server did not start: ${said}`);
  return {
    url: `redis://127.0.0.1:${String(port)}`,
    stop: async () => {
      const ended = once(child, "close");
      child.kill("SIGKILL");
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

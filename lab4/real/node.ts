import { join, resolve } from "node:path";
import { loadStudentFileInNode } from "labcluster/loadStudentFileInNode";
import { runHttpNode, type HttpNodeCode } from "./runHttpNode";

/**
 * What each process of lab 4 runs: `node -r ./toolkit/bin/register.js lab4/real/node.ts`. The variables are those of
 * `HttpNodeEnvironment.ts`, and CODE is the folder with `server.ts`; default: the lab's own.
 */
const LAB = join(__dirname, "..");

void runHttpNode(() => {
  const folder = resolve(process.env.CODE ?? LAB);
  const { KVServer } = loadStudentFileInNode("server", {
    submission: folder,
    lab: LAB,
  }) as Partial<HttpNodeCode>;
  if (typeof KVServer !== "function")
    throw new Error(`expected ${join(folder, "server.ts")} to export a class KVServer`);
  return { KVServer, folder };
});

import { endNodeWithParent, onMessageToNode, reportNodeToParent, tellParentOfNode } from "labcluster/inNode";
import { loadStudentFileInNode } from "labcluster/loadStudentFileInNode";
import { join } from "node:path";
import type { Client } from "../../client";
import type { ServerInfo } from "../../types";
import { TcpEnd } from "../tcp/TcpEnd";
import type { ThroughputOrder, ThroughputSetting, ThroughputCount } from "./throughputMessages";

/**
 * A process with some of the student's clients. LOAD is its setting as JSON. Each client sets a key and gets it, again
 * and again, one request at a time; the process tells how many were answered between "count" and "stop".
 */
const LAB = join(__dirname, "../..");
const KEYS = 1_000;
const VALUE = "x".repeat(16);

void runThroughputClients();

async function runThroughputClients(): Promise<void> {
  endNodeWithParent();
  process.once("SIGTERM", () => process.exit(0));
  const { code, ports, clients, first } = JSON.parse(process.env.LOAD ?? "") as ThroughputSetting;
  let answered = 0;
  let stopped = false;
  const asking: Promise<void>[] = [];
  const ask = async (client: Client, number: number): Promise<void> => {
    for (let i = number * KEYS; !stopped; i++) {
      const key = `key:${String(Math.floor(i / 2) % KEYS)}`;
      const answer = await (i % 2 === 0 ? client.set(key, VALUE) : client.get(key));
      if (answer.status === "error") throw new Error(`${key}: ${answer.message}`);
      answered += 1;
    }
  };
  try {
    const { Client } = loadStudentFileInNode("client", { submission: code, lab: LAB }) as {
      Client: new (servers: readonly ServerInfo[]) => Client;
    };
    onMessageToNode((received) => {
      const order = received as ThroughputOrder;
      if (order.kind === "begin") {
        for (let i = 0; i < clients; i++) asking.push(ask(new Client(endsToServers(ports)), first + i));
        void Promise.all(asking).catch((error: unknown) => tell({ kind: "failed", why: String(error) }));
      } else if (order.kind === "count") answered = 0;
      else {
        stopped = true;
        const counted = answered;
        void Promise.allSettled(asking).then(() => tell({ kind: "counted", answered: counted }));
      }
    });
    await reportNodeToParent({ kind: "ready" });
  } catch (error) {
    await reportNodeToParent({ kind: "failed", message: String(error) });
    process.exit(2);
  }
}

function endsToServers(ports: readonly number[]): ServerInfo[] {
  return ports.map((port, index) => {
    const place = { host: "127.0.0.1", port };
    return { id: index + 1, ...place, end: new TcpEnd(place) };
  });
}

function tell(count: ThroughputCount): void {
  tellParentOfNode(count);
}

import { Publisher, Router, Subscriber } from "zeromq";
import { endNodeWithParent, onMessageToNode, reportNodeToParent, tellParentOfNode } from "labcluster/inNode";
import type { FromStoreServer, StoreServerSetting, ToStoreServer } from "../processes/messages";
import { BUS_HELLOS } from "../processes/ZmqBus";
import { portOfZmqSocket } from "../zmq/portOfZmqSocket";
import { sendZmqMessage, ZMQ_SENDS_AT_ONCE } from "../zmq/sendZmqMessage";
import { takeZmqMessages } from "../zmq/takeZmqMessages";
import { isPingToAll } from "./pingFrames";

/**
 * A server of the ping-pong: the sockets and the messages of a store's server and nothing besides. No JSON, no checks,
 * no clocks, no student code: what it takes is what two or four hops over ZeroMQ take in Node. A ping waits for those
 * before it, since in a total order that is a part of the way, too. It is told the same things as a store's server.
 */
void runPingServer();

const HELLO_MS = 2;
const HELLOS_AT_ONCE = 10;

async function runPingServer(): Promise<void> {
  endNodeWithParent();
  process.once("SIGTERM", () => process.exit(0));
  const { me, servers, level, broadcasts } = JSON.parse(process.env.SERVER ?? "") as StoreServerSetting;
  const router = new Router({ ...ZMQ_SENDS_AT_ONCE, receiveHighWaterMark: 0 });
  const publisher = new Publisher(ZMQ_SENDS_AT_ONCE);
  const subscriber = new Subscriber({ receiveHighWaterMark: 0, linger: 0 });
  const counts = { published: 0, received: 0 };
  /** Pings in the order in which this server knows of them; `answer` for those of its own clients. */
  const open: { name: string; missing: number; answer?: () => void }[] = [];
  /** Acknowledgements that are here before their pings. */
  const early = new Map<string, number>();
  let pings = 0;
  let hello: NodeJS.Timeout | undefined;

  const publish = (text: string): void => {
    counts.published += 1;
    sendZmqMessage(publisher, text);
  };
  const answerFirst = (): void => {
    while (open[0]?.missing === 0) open.shift()?.answer?.();
  };
  const listen = (others: number, heardAll: () => void): Promise<void> => {
    const heard = new Map<string, number>();
    let missing = others;
    return takeZmqMessages(subscriber, (frames) => {
      const text = frames[0];
      const from = frames[1];
      const said = text?.toString() ?? "";
      if (from !== undefined) {
        const times = (heard.get(from.toString()) ?? 0) + 1;
        heard.set(from.toString(), times);
        if (times === BUS_HELLOS && --missing === 0) heardAll();
        return;
      }
      counts.received += 1;
      const [kind = "", name = ""] = said.split(" ");
      if (kind === "ack") {
        const ping = open.find((one) => one.name === name);
        if (ping === undefined) early.set(name, (early.get(name) ?? 0) + 1);
        else ping.missing -= 1;
        answerFirst();
      } else if (level !== "eventual") {
        // The one that it comes from and this one need not say so.
        open.push({ name, missing: servers - 2 - (early.get(name) ?? 0) });
        early.delete(name);
        publish(pingText("ack", name));
        answerFirst();
      }
    });
  };
  const serve = (): Promise<void> =>
    takeZmqMessages(router, (frames) => {
      const client = frames[0];
      const empty = frames[1];
      const text = frames[2];
      if (client === undefined || empty === undefined) return;
      const answer = (): void => sendZmqMessage(router, [client, empty, '{"value":"10"}']);
      // A hello has an empty frame first.
      const kind = text?.toString() ?? "";
      if (!isPingToAll(kind, level)) answer();
      else {
        pings += 1;
        const name = `${String(me)}.${String(pings)}`;
        // A store tells the others before it answers, too.
        publish(pingText("ping", name));
        if (level === "eventual" || servers === 1) answer();
        else open.push({ name, missing: servers - 1, answer });
      }
    });

  onMessageToNode((received) => {
    const message = received as ToStoreServer;
    if (message.kind === "connect") {
      subscriber.subscribe();
      for (const other of message.others) subscriber.connect(`tcp://127.0.0.1:${String(other.broadcasts)}`);
      hello = setInterval(() => {
        for (let i = 0; i < HELLOS_AT_ONCE; i++)
          sendZmqMessage(publisher, [pingText("ping", "hello"), String(me)]);
      }, HELLO_MS);
      const heardAll = (): void => tell({ kind: "hears-all" });
      if (message.others.length === 0) heardAll();
      void listen(message.others.length, heardAll);
    } else if (message.kind === "begin") {
      clearInterval(hello);
      void serve();
      tell({ kind: "serves" });
    } else tell({ kind: "state", ...counts, values: {}, writes: [] });
  });

  await router.bind("tcp://127.0.0.1:*");
  await publisher.bind(`tcp://127.0.0.1:${broadcasts === 0 ? "*" : String(broadcasts)}`);
  const port = portOfZmqSocket(router.lastEndpoint);
  await reportNodeToParent({ kind: "listening", host: "127.0.0.1", port });
  tell({ kind: "bound", requests: port, broadcasts: portOfZmqSocket(publisher.lastEndpoint) });
}

/** As long as a store's message. */
function pingText(kind: "ping" | "ack", name: string): string {
  return `${kind} ${name} `.padEnd(100, ".");
}

function tell(message: FromStoreServer): void {
  tellParentOfNode(message);
}

import { Request } from "zeromq";
import { endNodeWithParent, onMessageToNode, reportNodeToParent, tellParentOfNode } from "labcluster/inNode";
import type { DoneStoreRequest, FromStoreClient, ToStoreClient } from "../processes/messages";
import { storeProcessClock } from "../processes/storeProcessClock";
import { StoreLineBatch } from "../processes/StoreLineBatch";
import { ZMQ_HELLOS } from "../zmq/ZmqReqEnd";
import { pingFrame } from "./pingFrames";

/** A client of the ping-pong: REQ and a clock, and nothing besides. It is told the same things as a store's client. */
void runPingClient();

async function runPingClient(): Promise<void> {
  endNodeWithParent();
  process.once("SIGTERM", () => process.exit(0));
  const socket = new Request({ linger: 0 });
  const connect = async ({ port }: Extract<ToStoreClient, { kind: "connect" }>): Promise<void> => {
    socket.connect(`tcp://127.0.0.1:${String(port)}`);
    for (let i = 0; i < ZMQ_HELLOS; i++) await ask("");
    tell({ kind: "connected" });
  };
  const ask = async (frame: string): Promise<void> => {
    await socket.send(frame);
    await socket.receive();
  };
  const run = async ({ requests, beganNs }: Extract<ToStoreClient, { kind: "run" }>): Promise<void> => {
    const clock = storeProcessClock(BigInt(beganNs));
    // What is measured is told as a store's clients tell it: that is no part of the store's cost either.
    const batch = new StoreLineBatch<DoneStoreRequest>((done) => tell({ kind: "done", requests: done }));
    for (const [at, request] of requests.entries()) {
      if (request.kind === "sleep") continue;
      const frame = pingFrame(request.kind);
      const called = clock();
      await ask(frame);
      batch.add({ at, called, outcome: { kind: "answered", output: "", returned: clock() } });
    }
    batch.flush();
    tell({ kind: "finished" });
  };
  onMessageToNode((received) => {
    const message = received as ToStoreClient;
    void (message.kind === "connect" ? connect(message) : run(message));
  });
  await reportNodeToParent({ kind: "ready" });
}

function tell(message: FromStoreClient): void {
  tellParentOfNode(message);
}

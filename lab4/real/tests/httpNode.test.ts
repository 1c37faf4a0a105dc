import { connect, type AddressInfo } from "node:net";
import { expect } from "chai";
import { pino } from "pino";
import { until } from "toolkit/tests/until";
import { httpNode } from "../http/httpNode";
import { HttpNodeMetrics } from "../http/HttpNodeMetrics";
import { readHttpNodeEnvironment } from "../HttpNodeEnvironment";

describe("lab 4: a node's door", () => {
  it("closes the connection of who does not read its answers", async () => {
    const read = readHttpNodeEnvironment({ NODE_TYPE: "follower" });
    if (read.kind === "wrong") throw new Error(read.problems.join());
    const app = httpNode({
      // More than the system keeps for a connection.
      service: { status: () => ({ data: "x".repeat(2 ** 25) }) },
      code: __dirname,
      log: pino({ level: "silent" }),
      metrics: new HttpNodeMetrics(read.environment),
      idleMs: 300,
    });
    await app.listen({ host: "127.0.0.1", port: 0 });
    const socket = connect((app.server.address() as AddressInfo).port, "127.0.0.1");
    socket.on("error", () => undefined);
    const connections = (): Promise<number> =>
      new Promise((resolve) => app.server.getConnections((_error, count) => resolve(count)));
    try {
      socket.pause();
      socket.write("GET /status HTTP/1.1\r\nHost: node\r\n\r\n");
      await until("the connection", async () => (await connections()) === 1);
      await until("its end", async () => (await connections()) === 0);
      expect(socket.bytesRead).to.be.below(2 ** 25);
    } finally {
      socket.destroy();
      await app.close();
    }
  });
});

import { expect } from "chai";
import { RemoteError, TimeoutError } from "labrpc";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { TcpEnd } from "../tcp/TcpEnd";
import { echo, openDoor } from "./support/openDoor";

describe("lab 5: a server behind TCP, as student code sees it", () => {
  const get = (key: string, more: object = {}): object => ({ command: "GET", key, ...more });

  it("keeps its connection, and answers calls beside each other", async () => {
    let connections = 0;
    await using open = await openDoor({ ask: echo });
    const proxy = await listen((socket) => {
      connections += 1;
      socket.pipe(connect(open.port)).pipe(socket);
    });
    const end = new TcpEnd({ host: "localhost", port: proxy.port });
    const keys = Array.from({ length: 50 }, (_, i) => String(i));
    const responses = await Promise.all(
      keys.map((key, i) => end.call("handle", get(key, i === 0 ? { wait: 20 } : {}))),
    );
    expect(responses.map(({ key }) => key)).to.deep.equal(keys);
    await end.call("handle", get("later"));
    expect(connections).to.equal(1);
    end.close();
    proxy.close();
  });

  it("rejects with TimeoutError at once when nobody listens", async () => {
    const { port, close } = await listen(() => undefined);
    close();
    const before = Date.now();
    expect(await rejection(new TcpEnd({ host: "localhost", port }))).to.be.instanceOf(TimeoutError);
    expect(Date.now() - before).to.be.below(2_000);
  });

  it("rejects with TimeoutError when there is no answer in time, and connects anew", async () => {
    let silent = true;
    const { port, close } = await listen((socket) => {
      socket.on("data", () => {
        if (!silent) socket.write('{"status":"success","message":"","server_id":1}\n');
      });
    });
    const end = new TcpEnd({ host: "localhost", port, timeoutMs: 100 });
    expect(await rejection(end))
      .to.be.instanceOf(TimeoutError)
      .with.property("message")
      .that.includes("0.1 s");
    silent = false;
    expect(await end.call("handle", get("k"))).to.have.property("status", "success");
    end.close();
    close();
  });

  it("rejects all that wait when the connection is lost, and connects anew", async () => {
    const sockets: Socket[] = [];
    const { port, close } = await listen((socket) => void sockets.push(socket));
    const end = new TcpEnd({ host: "localhost", port });
    const both = [rejection(end), rejection(end)];
    while (sockets.length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    sockets[0]?.destroy();
    for (const error of await Promise.all(both)) expect(error).to.be.instanceOf(TimeoutError);
    end.close();
    close();
  });

  it("rejects with RemoteError when the answer is none", async () => {
    const { port, close } = await listen((socket) => void socket.on("data", () => socket.write("what?\n")));
    const end = new TcpEnd({ host: "localhost", port });
    expect(await rejection(end)).to.be.instanceOf(RemoteError);
    end.close();
    close();
  });

  it("rejects with RemoteError what is JSON and no object, and writes control characters out", async () => {
    for (const [sent, shown] of [
      ["null", "got null"],
      ["[]", "got []"],
      ["1", "got 1"],
      ["\u001b[31mred", "got \\u001b[31mred"],
    ] as const) {
      const { port, close } = await listen(
        (socket) => void socket.on("data", () => socket.write(`${sent}\n`)),
      );
      const end = new TcpEnd({ host: "localhost", port });
      const error = await rejection(end);
      expect(error, sent).to.be.instanceOf(RemoteError);
      expect((error as Error).message).to.equal(`expected a response in JSON, ${shown}`);
      end.close();
      close();
    }
  });

  it("rejects when a response has no end", async () => {
    const { port, close } = await listen((socket) => {
      const piece = "x".repeat(2 ** 20);
      const more = (): void => {
        while (socket.write(piece));
      };
      socket.on("drain", more);
      socket.once("data", more);
    });
    const end = new TcpEnd({ host: "localhost", port, timeoutMs: 60_000 });
    expect(await rejection(end))
      .to.be.instanceOf(TimeoutError)
      .with.property("message")
      .that.includes("without an end of the line");
    end.close();
    close();
  });

  async function rejection(end: TcpEnd): Promise<unknown> {
    return end.call("handle", get("k")).then(
      () => expect.fail("expected a rejection, got none"),
      (error: unknown) => error,
    );
  }
});

async function listen(take: (socket: Socket) => void): Promise<{ port: number; close: () => void }> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    take(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { port: (server.address() as AddressInfo).port, close: () => void server.close() };
}

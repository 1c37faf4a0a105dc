import { connect } from "node:net";
import { expect } from "chai";
import type { Response } from "../../types";
import { TCP_PROTOCOL_LIMITS } from "../protocols/TCP_PROTOCOL_LIMITS";
import { echo, openDoor, RawClient } from "./support/openDoor";

function keys(lines: readonly string[]): (string | undefined)[] {
  return lines.map((line) => (JSON.parse(line) as Response).key);
}

function request(key: string, more: object = {}): string {
  return `${JSON.stringify({ command: "GET", key, ...more })}\n`;
}

describe("lab 5: the door of a server", () => {
  it("answers each line with one line, in order, however the bytes are cut", async () => {
    await using open = await openDoor({ ask: echo });
    const client = new RawClient(open.port);
    const bytes = Buffer.from(
      request("a", { wait: 20 }) + request("ключ") + request("c", { wait: 1 }) + request("d"),
    );
    for (const byte of bytes) client.send(Buffer.from([byte]));
    expect(keys(await client.lines(4))).to.deep.equal(["a", "ключ", "c", "d"]);
    client.socket.destroy();
  });

  it("does not let one connection wait for another", async () => {
    await using open = await openDoor({ ask: echo });
    const slow = new RawClient(open.port).send(request("slow", { wait: 300 }));
    const fast = new RawClient(open.port).send(request("fast"));
    expect(keys(await fast.lines(1))).to.deep.equal(["fast"]);
    expect(slow.text).to.equal("");
    expect(keys(await slow.lines(1))).to.deep.equal(["slow"]);
    slow.socket.destroy();
    fast.socket.destroy();
  });

  it("answers garbage with errors, line by line", async () => {
    await using open = await openDoor({ ask: echo });
    const client = new RawClient(open.port);
    client.send(
      "hello\n",
      "\n",
      '{"key":\n',
      Buffer.from([0x22, 0xff, 0xfe, 0x22, 0x0a]),
      request("still here"),
    );
    const lines = (await client.lines(5)).map((line) => JSON.parse(line) as Response);
    expect(lines.slice(0, 4).map(({ status }) => status)).to.deep.equal(["error", "error", "error", "error"]);
    expect(lines[0]?.message).to.match(/^Invalid request: expected JSON, got .*hello/);
    expect(lines[3]?.message).to.equal("Invalid request: expected UTF-8, got other bytes");
    expect(lines[4]?.key).to.equal("still here");
    client.socket.destroy();
  });

  it("closes the connection of one too many, and tells of it once until many have gone", async () => {
    let told = 0;
    await using open = await openDoor({ ask: echo, limits: { connections: 2 }, onFull: () => (told += 1) });
    const inside = [new RawClient(open.port), new RawClient(open.port)];
    for (const client of inside) await client.send(request("in")).lines(1);
    for (let i = 0; i < 3; i++) expect(await new RawClient(open.port).closed).to.equal("");
    expect(told).to.equal(1);
    inside[0]?.socket.destroy();
    await inside[0]?.closed;
    // The server hears of it a little later.
    let again = new RawClient(open.port).send(request("again"));
    while ((await Promise.race([again.lines(1).catch(() => []), again.closed.then(() => [])])).length === 0)
      again = new RawClient(open.port).send(request("again"));
    expect(await new RawClient(open.port).closed).to.equal("");
    expect(told).to.be.at.least(2);
    for (const { socket } of [...inside, again]) socket.destroy();
  });

  it("takes a line of 1 MiB, and cuts off a longer one with an error, while others are served", async () => {
    await using open = await openDoor({ ask: echo });
    const frame = request("").length - 1;
    const longest = "x".repeat(TCP_PROTOCOL_LIMITS.requestBytes - frame);
    const client = new RawClient(open.port).send(request(longest));
    expect(keys(await client.lines(1))).to.deep.equal([longest]);
    const other = new RawClient(open.port);
    client.send("y".repeat(8 * TCP_PROTOCOL_LIMITS.requestBytes));
    other.send(request("other"));
    expect(keys(await other.lines(1))).to.deep.equal(["other"]);
    const last = (await client.closed).split("\n").at(-2) ?? "";
    expect((JSON.parse(last) as Response).message).to.equal(
      "Invalid request: expected a line of at most 1048576 bytes, got more",
    );
    other.socket.destroy();
  });

  it("cuts off who sends half a request and no more, and not who is silent between requests", async () => {
    await using open = await openDoor({ ask: echo, limits: { requestMs: 100 } });
    const silent = new RawClient(open.port).send(request("one"));
    const half = new RawClient(open.port).send(request("whole"), '{"command":');
    expect(await half.closed).to.include("expected the rest of the request within 0.1 s, got none");
    await new Promise((resolve) => setTimeout(resolve, 150));
    silent.send(request("two"));
    expect(keys(await silent.lines(2))).to.deep.equal(["one", "two"]);
    silent.socket.destroy();
  });

  it("does not cut off who always has half a request on the way", async () => {
    // Longer than a busy machine makes a pause, and shorter than all rounds together.
    await using open = await openDoor({ ask: echo, limits: { requestMs: 1_000 } });
    const client = new RawClient(open.port);
    const line = request("k");
    client.send(line.slice(0, 5));
    for (let round = 0; round < 10; round++) {
      await new Promise((resolve) => setTimeout(resolve, 120));
      client.send(line.slice(5) + line.slice(0, 5));
    }
    expect((await client.lines(10)).length).to.be.at.least(10);
    client.socket.destroy();
  });

  it("answers what came before a client closed its side, and says so of half a request", async () => {
    await using open = await openDoor({ ask: echo });
    const whole = new RawClient(open.port).send(request("a", { wait: 30 }), request("b"));
    whole.socket.end();
    expect(keys((await whole.closed).split("\n").slice(0, -1))).to.deep.equal(["a", "b"]);
    const half = new RawClient(open.port).send('{"command":"GET"');
    half.socket.end();
    expect(await half.closed).to.include("expected a whole request, got a part of one");
  });

  it("stops reading from who does not read, and cuts it off in the end", async () => {
    let asked = 0;
    const big: Response = { status: "success", message: "x".repeat(100_000), server_id: 1 };
    const ask = (): Response => {
      asked += 1;
      return big;
    };
    const requests = 5_000;
    await using open = await openDoor({ ask, limits: { unreadMs: 200 } });
    const deaf = new RawClient(open.port);
    deaf.socket.pause();
    deaf.send(request("k").repeat(requests));
    await new Promise((resolve) => setTimeout(resolve, 100));
    // All answers would be 500 MB. What the system's own buffers hold is far less.
    expect(asked).to.be.within(1, 500);
    const other = new RawClient(open.port).send(request("k"));
    await other.lines(1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    deaf.socket.resume();
    const bytes = (await deaf.closed).length;
    expect(bytes, "bytes read").to.be.below(requests * big.message.length);
    other.socket.destroy();
  });

  it("goes on with who reads slowly, and loses nothing", async () => {
    const big = "x".repeat(200_000);
    await using open = await openDoor({
      ask: (asked) => ({
        status: "success",
        message: big,
        key: (asked as { key: string }).key,
        server_id: 1,
      }),
    });
    const client = new RawClient(open.port);
    client.socket.pause();
    const names = Array.from({ length: 100 }, (_, i) => String(i));
    client.send(names.map((name) => request(name)).join(""));
    await new Promise((resolve) => setTimeout(resolve, 50));
    client.socket.resume();
    expect(keys(await client.lines(100))).to.deep.equal(names);
    client.socket.destroy();
  });

  it("closes behind what is being answered", async () => {
    const open = await openDoor({ ask: echo });
    const client = new RawClient(open.port).send(request("a", { wait: 50 }));
    const idle = new RawClient(open.port);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await open.door.close();
    expect(keys((await client.closed).split("\n").slice(0, -1))).to.deep.equal(["a"]);
    expect(await idle.closed).to.equal("");
  });

  it("closes although a client holds its connection open, or waits for an answer that never comes", async () => {
    const open = await openDoor({ ask: () => new Promise(() => undefined), limits: { closeMs: 100 } });
    // These do not answer the end of the connection with theirs.
    const idle = connect({ port: open.port, host: "127.0.0.1", allowHalfOpen: true });
    const asking = connect({ port: open.port, host: "127.0.0.1", allowHalfOpen: true });
    for (const socket of [idle, asking]) socket.on("error", () => undefined);
    asking.write(request("k"));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const since = Date.now();
    await open.door.close();
    expect(Date.now() - since, "ms").to.be.below(TCP_PROTOCOL_LIMITS.unreadMs / 3);
    idle.destroy();
    asking.destroy();
  });
});

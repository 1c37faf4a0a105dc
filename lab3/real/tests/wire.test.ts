import { expect } from "chai";
import { Request, Router } from "zeromq";
import { RemoteError, TimeoutError } from "labrpc";
import type { BusMessage, KVService } from "../../types";
import { portOfZmqSocket } from "../zmq/portOfZmqSocket";
import { ZMQ_HELLOS, ZmqReqEnd } from "../zmq/ZmqReqEnd";
import { ZmqRequestDoor } from "../zmq/ZmqRequestDoor";
import { ZmqBus } from "../processes/ZmqBus";

const SOON_MS = 2_000;
const message = (id: number, timestamp: number): BusMessage => ({
  timestamp,
  id,
  type: "set",
  key: "k",
  value: String(timestamp),
  ack: 0,
});

/** A door with a service, and what its methods threw. */
async function serve(service: object): Promise<{ door: ZmqRequestDoor; address: string; thrown: string[] }> {
  const door = await ZmqRequestDoor.bind(0);
  const thrown: string[] = [];
  void door.serve(service, (method, error) => thrown.push(`${method}: ${String(error)}`));
  return { door, address: `tcp://127.0.0.1:${String(door.port)}`, thrown };
}

/** Sends frames by hand. Resolves to the frames of the answer. */
async function byHand(address: string, requests: readonly (string | Buffer)[][]): Promise<string[][]> {
  const socket = new Request({ linger: 0, receiveTimeout: SOON_MS });
  socket.connect(address);
  const answers: string[][] = [];
  for (const frames of requests) {
    await socket.send(frames);
    answers.push((await socket.receive()).map(String));
  }
  socket.close();
  return answers;
}

async function rejection(call: Promise<unknown>): Promise<Error> {
  try {
    await call;
  } catch (error) {
    return error as Error;
  }
  throw new Error("expected a rejection");
}

describe("lab 3's requests over ZeroMQ", () => {
  it("answer one client while another one waits", async () => {
    let release: (value: { value: string }) => void = () => undefined;
    const held = new Promise<{ value: string }>((resolve) => (release = resolve));
    const { door, address } = await serve({
      get: ({ key }: { key: string }) => (key === "held" ? held : { value: "at once" }),
    });
    const [slow, fast] = [new ZmqReqEnd(address, SOON_MS), new ZmqReqEnd(address, SOON_MS)];
    const waiting = slow.call("get", { key: "held" });
    await fast.hello(5_000);
    expect(await fast.call("get", { key: "a" })).to.deep.equal({ value: "at once" });
    release({ value: "late" });
    expect(await waiting).to.deep.equal({ value: "late" });
    for (const socket of [slow, fast, door]) socket.close();
  });

  it("of one client go one by one, in the order of its calls", async () => {
    const seen: string[] = [];
    let under = 0;
    const { door, address } = await serve({
      async set({ value }: { value: string }) {
        expect(++under).to.equal(1);
        await new Promise((resolve) => setTimeout(resolve, 1));
        under--;
        seen.push(value);
      },
    });
    const end = new ZmqReqEnd(address, SOON_MS);
    await Promise.all([1, 2, 3, 4].map((n) => end.call("set", { key: "a", value: String(n) })));
    expect(seen).to.deep.equal(["1", "2", "3", "4"]);
    end.close();
    door.close();
  });

  it("speak the document's JSON", async () => {
    const router = new Router({ linger: 0 });
    await router.bind("tcp://127.0.0.1:*");
    const end = new ZmqReqEnd(`tcp://127.0.0.1:${String(portOfZmqSocket(router.lastEndpoint))}`, SOON_MS);
    const reply = end.call("get", { key: "a" });
    const [client, empty, text, more] = await router.receive();
    expect(JSON.parse(String(text))).to.deep.equal({ type: "get", key: "a" });
    expect(more).to.equal(undefined);
    await router.send([client!, empty!, '{"value":"10"}']);
    expect(await reply).to.deep.equal({ value: "10" });
    end.close();
    router.close();
  });

  it("reject with TimeoutError, and the next call is not given the late answer", async () => {
    const { door, address } = await serve({
      async get({ key }: { key: string }) {
        if (key === "slow") await new Promise((resolve) => setTimeout(resolve, 150));
        return { value: key };
      },
    });
    const end = new ZmqReqEnd(address, 100);
    await end.hello(5_000);
    expect(await rejection(end.call("get", { key: "slow" }))).to.be.instanceOf(TimeoutError);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await end.call("get", { key: "fast" })).to.deep.equal({ value: "fast" });
    end.close();
    door.close();
  });

  it("say hello for longer than a call may take, since a server may still be starting", async () => {
    const router = new Router({ linger: 0 });
    await router.bind("tcp://127.0.0.1:*");
    const end = new ZmqReqEnd(`tcp://127.0.0.1:${String(portOfZmqSocket(router.lastEndpoint))}`, 50);
    const hello = end.hello(5_000);
    await new Promise((resolve) => setTimeout(resolve, 200));
    for (let i = 0; i < ZMQ_HELLOS; i++) {
      const [client, empty] = await router.receive();
      await router.send([client!, empty!, '{"value":"hello"}']);
    }
    await hello;
    const began = performance.now();
    expect(await rejection(end.call("get", { key: "a" }))).to.be.instanceOf(TimeoutError);
    expect(performance.now() - began, "the call had its own limit").to.be.below(2_000);
    end.close();
    router.close();
  });

  it("reject with RemoteError when the method throws, or there is none", async () => {
    const { door, address, thrown } = await serve({
      get: () => {
        throw new TypeError("no");
      },
    });
    const end = new ZmqReqEnd(address, SOON_MS);
    const threw = await rejection(end.call("get", { key: "a" }));
    expect(threw).to.be.instanceOf(RemoteError);
    expect(threw.message).to.contain("get threw TypeError: no");
    expect(thrown).to.deep.equal(["get: TypeError: no"]);
    for (const name of ["set", "constructor", "toString", "__proto__"]) {
      const call = end.call(name as keyof KVService, { key: "a", value: "" });
      expect((await rejection(call)).message, name).to.contain("this server has: get");
    }
    end.close();
    door.close();
  });

  it("that are no requests get an answer that says so", async () => {
    const { door, address } = await serve({ get: () => ({ value: "" }) });
    const texts = ["", "{", "7", "null", '{"key":"a"}', '{"type":7}'];
    for (const [i, [problem, failed]] of (
      await byHand(
        address,
        texts.map((text) => [text]),
      )
    ).entries()) {
      expect(failed, texts[i]).to.equal("failed");
      expect(problem).to.contain("expected a request");
    }
    door.close();
  });
});

describe("lab 3's door", () => {
  it("lets nothing in but keys and values that are strings, whoever sends it", async () => {
    const stored: unknown[] = [];
    const { door, address } = await serve({
      get: () => ({ value: "" }),
      set: (args: unknown) => void stored.push(args),
      own: (args: unknown) => void stored.push(args),
    });
    const wrong = [
      { type: "get" },
      { type: "get", key: 5 },
      { type: "get", key: "" },
      { type: "set", key: "a" },
      { type: "set", value: "1" },
      { type: "set", key: "a", value: 10 },
      { type: "set", key: "a", value: null },
      { type: "set", key: "a", value: "" },
      { type: "set", key: ["a"], value: "1" },
      { type: "set", key: "a", value: { toString: "x" } },
    ].map((request) => JSON.stringify(request));
    const answers = await byHand(address, [...wrong.map((text) => [text]), ['{"type":"set"}', "7"]]);
    for (const [i, [problem, failed]] of answers.entries()) {
      expect(failed, wrong[i]).to.equal("failed");
      expect(problem, wrong[i]).to.match(
        /^expected (get|set) with a (key|value) that is a string of at least one character, got \S/,
      );
    }
    expect(stored).to.deep.equal([]);
    await byHand(address, [['{"type":"set","key":"a","value":"1"}'], ['{"type":"own","n":7}']]);
    expect(stored).to.deep.equal([{ key: "a", value: "1" }, { n: 7 }]);
    door.close();
  });

  it("refuses bytes that are no UTF-8", async () => {
    const stored: unknown[] = [];
    const { door, address } = await serve({ set: (args: unknown) => void stored.push(args) });
    const text = '{"type":"set","key":"X","value":"1"}';
    const bytes = Buffer.from(text);
    bytes[text.indexOf("X")] = 0xff;
    const body = Buffer.from([0x22, 0xc3, 0x22]);
    for (const [problem, failed] of await byHand(address, [[bytes], ['{"type":"set"}', body]])) {
      expect(failed).to.equal("failed");
      expect(problem).to.contain("expected a request").and.contain("no UTF-8");
    }
    expect(stored).to.deep.equal([]);
    await byHand(address, [['{"type":"set","key":"ä 🔑","value":"\ufffd"}']]);
    expect(stored).to.deep.equal([{ key: "ä 🔑", value: "\ufffd" }]);
    door.close();
  });
});

describe("lab 3's bus over ZeroMQ", () => {
  it("loses nothing and keeps each sender's order, from the first message on", async () => {
    const COUNT = 5_000;
    const buses = await Promise.all([0, 1, 2].map((me) => ZmqBus.bind(me, 0)));
    const all = buses.map(({ port }, server) => ({ server, broadcasts: port }));
    await Promise.all(buses.map((bus, me) => bus.connect(all.filter(({ server }) => server !== me))));
    for (const bus of buses) bus.stopHello();
    const got = buses.map((): BusMessage[] => []);
    // Two listen from the start, the third only when everything is under way.
    for (const me of [0, 1]) buses[me]!.subscribe((received) => got[me]!.push(received));
    for (let n = 1; n <= COUNT; n++) for (const [me, bus] of buses.entries()) bus.publish(message(me, n));
    buses[2]!.subscribe((received) => got[2]!.push(received));
    while (buses.some(({ counts }) => counts.received < 2 * COUNT))
      await new Promise((resolve) => setTimeout(resolve, 5));
    for (const [me, messages] of got.entries()) {
      expect(messages).to.have.length(2 * COUNT);
      for (const from of [0, 1, 2].filter((other) => other !== me)) {
        const stamps = messages.filter(({ id }) => id === from).map(({ timestamp }) => timestamp);
        expect(stamps.every((stamp, i) => stamp === i + 1)).to.equal(true);
      }
    }
    expect(buses[0]!.writes).to.have.length(3 * COUNT);
    for (const bus of buses) bus.close();
  });

  it("gives others a copy", async () => {
    const buses = await Promise.all([0, 1].map((me) => ZmqBus.bind(me, 0)));
    await Promise.all(
      buses.map((bus, me) => bus.connect([{ server: 1 - me, broadcasts: buses[1 - me]!.port }])),
    );
    const came = new Promise<BusMessage>((resolve) => buses[1]!.subscribe(resolve));
    const sent = message(0, 1);
    buses[0]!.publish(sent);
    sent.value = "changed later";
    expect(await came).to.deep.equal(message(0, 1));
    for (const bus of buses) bus.close();
  });
});

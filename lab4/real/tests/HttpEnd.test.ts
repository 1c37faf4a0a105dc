import { createServer, type Server } from "node:http";
import { createServer as createTcp, type AddressInfo } from "node:net";
import { expect } from "chai";
import type { FastifyInstance } from "fastify";
import { RemoteError, TimeoutError, type ClientEnd } from "labrpc";
import { pino } from "pino";
import { HttpEnd } from "../http/HttpEnd";
import { httpNode } from "../http/httpNode";
import { HttpMessageDelay } from "../http/HttpMessageDelay";
import { HttpNodeMetrics } from "../http/HttpNodeMetrics";

/** What a student might write: any methods, any data. */
class Service {
  echo(args: unknown): unknown {
    return args;
  }
  replicate(args: unknown): unknown {
    return [args];
  }
  set(args: unknown): unknown {
    return { success: false, code: "no-quorum", error: "Not enough replicas confirmed", got: args };
  }
  get(): unknown {
    return undefined;
  }
  fail(): never {
    throw new TypeError("on purpose");
  }
  clumsy(): unknown {
    return { handler: () => 1 };
  }
}

describe("an end over HTTP", () => {
  const log: Record<string, unknown>[] = [];
  let app: FastifyInstance;
  let address: string;
  // The contract has four methods; a student adds others.
  let end: ClientEnd<Record<string, (args: unknown) => unknown>> & { close(): Promise<void> };

  const endTo = (url: string, options = {}): typeof end => new HttpEnd(url, options) as unknown as typeof end;
  const rejection = async (promise: Promise<unknown>): Promise<Error> => {
    try {
      await promise;
    } catch (error) {
      return error as Error;
    }
    throw new Error("expected a rejection");
  };

  before(async () => {
    const stream = { write: (line: string) => log.push(JSON.parse(line) as Record<string, unknown>) };
    const metrics = new HttpNodeMetrics({ nodeType: "follower", writeQuorum: 1 });
    app = httpNode({
      service: new Service(),
      code: __dirname,
      log: pino({ level: "warn" }, stream),
      metrics,
    });
    address = await app.listen({ port: 0, host: "127.0.0.1" });
    end = endTo(address);
  });
  after(async () => {
    await end.close();
    await app.close();
  });

  it("carries what the simulated network carries", async () => {
    const values = [
      undefined,
      null,
      7,
      "text",
      [1, [2]],
      { key: "k", value: "v" },
      {
        missing: [undefined],
        map: new Map([["k", new Date(5)]]),
        set: new Set([1n]),
        bytes: new Uint8Array([1, 2]),
        nan: NaN,
      },
      JSON.parse('{"__proto__":{"a":1},"$":"x"}') as unknown,
    ];
    for (const value of values) {
      expect(await end.call("echo", value)).to.deep.equal(value);
      expect(await end.call("replicate", value)).to.deep.equal([value]);
    }
  });

  it("brings a refusal as a reply, with its fields", async () => {
    const reply = {
      success: false,
      code: "no-quorum",
      error: "Not enough replicas confirmed",
      got: { key: "k" },
    };
    expect(await end.call("set", { key: "k" })).to.deep.equal(reply);
    expect(await end.call("get", null)).to.equal(undefined);
  });

  it("rejects with RemoteError when the handler threw, whose log has the line", async () => {
    const error = await rejection(end.call("fail", null));
    expect(error).to.be.instanceOf(RemoteError);
    expect(error.message).to.contain("fail threw TypeError: on purpose");
    expect(log.at(-1)?.at).to.be.an("array").that.is.not.empty;
    expect(String(log.at(-1)?.msg)).to.equal("fail threw TypeError: on purpose");
    expect(await rejection(end.call("clumsy", null))).to.be.instanceOf(RemoteError);
    const unknown = await rejection(end.call("nope", null));
    expect(unknown).to.be.instanceOf(RemoteError);
    expect(unknown.message).to.match(/no method "nope"; this node has: echo, replicate/);
  });

  it("rejects with TypeError what cannot be sent", async () => {
    expect(await rejection(end.call("echo", () => 1))).to.be.instanceOf(TypeError);
  });

  it("answers an undefined reply to a request of a person as a mistake of the class", async () => {
    const answer = await fetch(`${address}/get/k`);
    expect(answer.status).to.equal(500);
    expect(await answer.json()).to.deep.include({ success: false, code: "internal" });
  });

  it("rejects with TimeoutError when nobody listens, and not at once", async () => {
    const server = createTcp().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const nobody = endTo(`http://127.0.0.1:${String(port)}`);
    const started = performance.now();
    const error = await rejection(nobody.call("echo", null));
    expect(error).to.be.instanceOf(TimeoutError);
    expect(error.message).to.contain("ECONNREFUSED");
    expect(performance.now() - started).to.be.at.least(49);
    await nobody.close();
  });

  it("rejects with TimeoutError when no answer comes in time", async () => {
    const silent: Server = createServer(() => undefined).listen(0, "127.0.0.1");
    await new Promise((resolve) => silent.once("listening", resolve));
    const mute = endTo(`http://127.0.0.1:${String((silent.address() as AddressInfo).port)}`, {
      timeoutMs: 100,
    });
    const error = await rejection(mute.call("echo", null));
    expect(error).to.be.instanceOf(TimeoutError);
    expect(error.message).to.contain("none within 100 ms");
    await mute.close();
    silent.closeAllConnections();
    silent.close();
  });
});

describe("the delay of messages", () => {
  const measure = async (min: number, max: number): Promise<number> => {
    const delay = new HttpMessageDelay({ min, max });
    const started = performance.now();
    await Promise.all(Array.from({ length: 10 }, () => delay.wait()));
    return performance.now() - started;
  };

  it("is never shorter than it should be", async () => {
    expect(await measure(0.5, 0.5)).to.be.at.least(0.5);
    expect(await measure(5, 6)).to.be.at.least(5);
    expect(await measure(0, 0)).to.be.below(50);
  });

  it("keeps to less than a timer's millisecond", async () => {
    // The best of many: the machine may be busy with other things.
    const best = await Array.from({ length: 50 }).reduce<Promise<number>>(
      async (least) => Math.min(await least, await measure(0.2, 0.2)),
      Promise.resolve(Infinity),
    );
    expect(best).to.be.within(0.2, 0.9);
  });
});

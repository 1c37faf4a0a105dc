import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { expect } from "chai";
import Redis from "ioredis";
import type { Context } from "mocha";
import { RealServers } from "./support/RealServers";
import { RawClient } from "./support/openDoor";

const PASSWORD = "open sesame";

describe("lab 5: clients of Redis", () => {
  let servers: RealServers;
  let redis: Redis;
  before(async () => {
    servers = await RealServers.start();
    redis = new Redis({ port: servers.port(), host: "127.0.0.1" });
  });
  after(async () => {
    redis.disconnect();
    await servers[Symbol.asyncDispose]();
  });

  it("ioredis: values, counts, times to live", async () => {
    expect(await redis.set("k", "значение\r\n$5")).to.equal("OK");
    expect(await redis.get("k")).to.equal("значение\r\n$5");
    expect(await redis.get("none")).to.equal(null);
    expect(await redis.set("empty", "")).to.equal("OK");
    expect(await redis.get("empty")).to.equal("");
    expect(await redis.ttl("k")).to.equal(-1);
    expect(await redis.ttl("none")).to.equal(-2);
    expect(await redis.expire("k", 100)).to.equal(1);
    expect(await redis.ttl("k")).to.be.within(99, 100);
    expect(await redis.expire("none", 100)).to.equal(0);
    expect((await redis.keys("*")).sort()).to.deep.equal(["empty", "k"]);
    expect(await redis.del("k", "none", "empty")).to.equal(2);
    expect(await redis.keys("*")).to.deep.equal([]);
    await redis.set("gone", "x");
    expect(await redis.expire("gone", 0)).to.equal(1);
    expect(await redis.get("gone")).to.equal(null);
  });

  it("ioredis: several keys at once, unusual ones too", async () => {
    expect(await redis.mset("a", "1", "__proto__", "2", "c", "3")).to.equal("OK");
    expect(await redis.mget("c", "none", "__proto__", "a", "a")).to.deep.equal(["3", null, "2", "1", "1"]);
  });

  it("ioredis: a thousand commands in one pipeline, answered in order", async () => {
    const pipeline = redis.pipeline();
    for (let i = 0; i < 500; i++) pipeline.set("counter", String(i)).get("counter");
    const results = (await pipeline.exec()) ?? [];
    const gets = results.filter((_result, index) => index % 2 === 1).map(([, value]) => value);
    expect(gets).to.deep.equal(Array.from({ length: 500 }, (_, i) => String(i)));
  });

  it("ioredis: errors that say what was expected", async () => {
    for (const [command, args, expected] of [
      ["nonsense", [], "ERR unknown command 'NONSENSE'"],
      ["get", [], "ERR wrong number of arguments for 'get' command"],
      ["set", ["k", "v", "EX", "5"], "ERR SET takes no options here; send EXPIRE after it"],
      ["set", ["", "v"], "ERR Invalid request: expected a key that is not empty"],
      ["expire", ["k", "soon"], "ERR value is not an integer or out of range"],
      ["mset", ["a", "1", "b"], "ERR wrong number of arguments for 'mset' command"],
      ["keys", ["a*"], "ERR KEYS knows one pattern here, *"],
      ["select", ["1"], "ERR DB index is out of range; there is 0 only"],
      ["config", ["set", "save", ""], "ERR CONFIG knows GET only; options are given at the start"],
      ["auth", ["x"], "ERR AUTH is of no use: the server has no password"],
      ["set", [Buffer.from("k"), Buffer.from([0xff, 0xfe])], "ERR expected UTF-8, got other bytes"],
    ] satisfies [string, (string | Buffer)[], string][]) {
      const error = await redis.call(command, ...args).then(
        () => expect.fail(`expected an error for ${command}`),
        (problem: unknown) => problem as Error,
      );
      expect(error.message).to.include(expected);
    }
    expect(await redis.select(0)).to.equal("OK");
    expect(await redis.ping()).to.equal("PONG");
    expect(await redis.echo("hello")).to.equal("hello");
    expect(await redis.info()).to.match(/server_id:1\r\n(.*\r\n)*total_keys:\d+/);
    expect(await redis.config("GET", "save")).to.deep.equal(["save", ""]);
  });

  it("both protocols see the same keys on the same port", async () => {
    await redis.set("shared", "1");
    const answer = await servers.end().call("handle", { command: "GET", key: "shared" });
    expect(answer).to.include({ status: "success", value: "1", server_id: 1 });
  });

  it("ends a connection that speaks no RESP any more, and serves the others", async () => {
    for (const bytes of [
      "*1\r\n:5\r\n",
      "*1\r\n$3\r\nGETxx",
      "*x\r\n",
      "*99999999\r\n",
      "*1\r\n$99999999\r\n",
    ]) {
      const text = await new RawClient(servers.port()).send(bytes).closed;
      expect(text, JSON.stringify(bytes)).to.match(/^-ERR Protocol error: expected .*\r\n$/);
    }
    const large = new RawClient(servers.port()).send(
      "*2\r\n$3\r\nGET\r\n$2000000\r\n",
      "x".repeat(2_000_002),
    );
    expect(await large.closed).to.equal(
      "-ERR Protocol error: expected a request of at most 1048576 bytes, got more\r\n",
    );
    const quit = new RawClient(servers.port()).send("*1\r\n$4\r\nQUIT\r\n*1\r\n$4\r\nPING\r\n");
    expect(await quit.closed).to.equal("+OK\r\n");
    expect(await redis.ping()).to.equal("PONG");
  });

  it("asks for the password", async () => {
    await using guarded = await RealServers.start({ password: PASSWORD });
    const address = { port: guarded.port(), host: "127.0.0.1", retryStrategy: () => null };
    const knows = new Redis({ ...address, password: PASSWORD });
    expect(await knows.set("k", "v")).to.equal("OK");
    expect(await knows.del("k", "none")).to.equal(1);
    knows.disconnect();
    const client = new RawClient(guarded.port()).send(
      "*2\r\n$3\r\nGET\r\n$1\r\nk\r\n*2\r\n$4\r\nAUTH\r\n$1\r\nx\r\n*1\r\n$4\r\nPING\r\n*1\r\n$4\r\nQUIT\r\n",
    );
    expect((await client.closed).split("\r\n")).to.deep.equal([
      "-NOAUTH Authentication required.",
      "-WRONGPASS invalid password",
      "-NOAUTH Authentication required.",
      "+OK",
      "",
    ]);
  });

  it("redis-cli", async function () {
    const cli = program(this, "redis-cli");
    const run = async (...args: string[]): Promise<string> =>
      (await promisify(execFile)(cli, ["-p", String(servers.port()), ...args])).stdout;
    expect(await run("SET", "from cli", "a b")).to.equal("OK\n");
    expect(await run("GET", "from cli")).to.equal("a b\n");
    expect(await run("TTL", "from cli")).to.equal("-1\n");
    expect(await run("DEL", "from cli")).to.equal("1\n");
  });

  it("redis-benchmark", async function () {
    const benchmark = program(this, "redis-benchmark");
    const args = ["-p", String(servers.port()), "-c", "20", "-n", "2000", "-t", "get,set", "--csv"];
    const { stdout } = await promisify(execFile)(benchmark, args);
    expect(stdout)
      .to.match(/"SET","\d+/)
      .and.to.match(/"GET","\d+/);
  });
});

/** The path of one of Redis's own programs; without it the test is skipped, and says so. */
function program(test: Context, name: string): string {
  const found = (process.env.PATH ?? "")
    .split(":")
    .map((folder) => `${folder}/${name}`)
    .find((path) => existsSync(path));
  if (found !== undefined) return found;
  process.stderr.write(
    `skipped: expected ${name} for this test, got none; install it (Debian: apt-get install redis-tools)\n`,
  );
  return test.skip();
}

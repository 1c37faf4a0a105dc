import { connect } from "node:net";
import { expect } from "chai";
import type { HttpKvNode } from "../programs/system/HttpKvNode";
import { startSystem, type RealSystem } from "./support/realSystem";

describe("lab 4 over HTTP", () => {
  let system: RealSystem;
  let leader: HttpKvNode;
  let follower: HttpKvNode;

  before(async () => {
    system = await startSystem();
    ({ leader } = system);
    follower = system.followers[0]!;
  });
  after(() => system[Symbol.asyncDispose]());

  const post = (node: HttpKvNode, path: string, body: string): ReturnType<HttpKvNode["request"]> =>
    node.request(path, { method: "POST", body });
  const refused = async (
    answer: ReturnType<HttpKvNode["request"]>,
    status: number,
    code: string,
  ): Promise<string> => {
    const got = await answer;
    const { error, ...rest } = got.body as { error: string };
    expect({ status: got.status, ...rest }).to.deep.equal({ status, success: false, code });
    expect(error)
      .to.be.a("string")
      .and.not.match(/\n|\.ts:|node_modules/);
    return error;
  };

  it("answers as the handout says", async () => {
    const { status, body } = await leader.set("mykey", "myvalue");
    expect(status).to.equal(200);
    const { replicas, ...rest } = body as { replicas: number };
    expect(rest).to.deep.equal({ success: true, key: "mykey", value: "myvalue" });
    expect(replicas).to.be.within(3, 5);
    expect(await leader.get("mykey")).to.deep.equal({
      status: 200,
      body: { success: true, key: "mykey", value: "myvalue" },
    });
    const { node_type: type, data_count: count, data } = await leader.status();
    expect([type, data.mykey]).to.deep.equal(["leader", "myvalue"]);
    expect(count).to.equal(Object.keys(data).length);
    expect((await follower.status()).node_type).to.equal("follower");
  });

  it("refuses in the handout's words", async () => {
    const body = JSON.stringify({ key: "k", value: "v" });
    expect(await refused(post(follower, "/set", body), 403, "not-leader")).to.equal(
      "Only leader accepts write requests",
    );
    expect(await refused(post(leader, "/replicate", body), 403, "not-follower")).to.equal(
      "Only followers accept replication requests",
    );
    expect(await refused(leader.get("nothing"), 404, "not-found")).to.equal("Key not found");
  });

  it("takes a replication by hand, of a key and a value", async () => {
    const { status, body } = await post(follower, "/replicate", '{"key":"by hand","value":"v"}');
    expect(status).to.equal(200);
    expect(body).to.include({ success: true, key: "by hand" });
    expect(await follower.get("by hand")).to.deep.include({ status: 200 });
    await leader.set("by hand", "the leader's");
  });

  it("takes any text as a key", async () => {
    const keys = [
      "a/b/c.html",
      "/",
      "a//b/",
      "../status",
      "%",
      "%2F",
      "ключ 🔑",
      "__proto__",
      "$",
      "toJSON",
      "a?b#c",
      "x".repeat(1_024),
    ];
    for (const key of keys) {
      expect((await leader.set(key, `value of ${key}`)).status, key).to.equal(200);
      expect(await leader.get(key), key).to.deep.equal({
        status: 200,
        body: { success: true, key, value: `value of ${key}` },
      });
    }
    const { data } = await leader.status();
    expect(Object.keys(data)).to.include.members(keys);
  });

  it("decodes each character of a path once", async () => {
    await leader.set("a/b", "slash");
    await leader.set("a%2Fb", "percent");
    expect(await leader.request("/get/a/b")).to.deep.include({
      body: { success: true, key: "a/b", value: "slash" },
    });
    expect(await leader.request("/get/a%2Fb")).to.deep.include({
      body: { success: true, key: "a/b", value: "slash" },
    });
    expect(await leader.request("/get/a%252Fb?x=1")).to.deep.include({
      body: { success: true, key: "a%2Fb", value: "percent" },
    });
  });

  it("refuses what is no JSON object", async () => {
    for (const body of [
      "",
      "{",
      "nonsense",
      "[]",
      "null",
      "7",
      '"text"',
      '{"$":"undefined"}',
      '{"$":"Map","v":[]}',
    ])
      await refused(post(leader, "/set", body), 400, "bad-request");
    await refused(post(follower, "/replicate", "[]"), 400, "bad-request");
  });

  it("refuses a body that is no UTF-8, and stores nothing of it", async () => {
    const before = await leader.status();
    for (const [node, path] of [
      [leader, "/set"],
      [leader, "/rpc/set"],
      [follower, "/replicate"],
    ] as const) {
      const body = Buffer.from('{"key":"no text XX","value":"v"}');
      body.set([0xff, 0xfe], body.indexOf("XX"));
      expect(await refused(node.request(path, { method: "POST", body }), 400, "bad-request")).to.contain(
        "expected a body in UTF-8",
      );
    }
    expect(await leader.status()).to.deep.equal(before);
    expect(
      Object.keys((await follower.status()).data).filter((key) => key.startsWith("no text")),
    ).to.deep.equal([]);
    expect((await leader.set("\ufffd", "\ufffd")).status).to.equal(200);
  });

  it("refuses keys and values that are no strings, and stores nothing of them", async () => {
    const before = await leader.status();
    for (const body of [
      '{"value":"v"}',
      '{"key":"k0"}',
      '{"key":5,"value":"v"}',
      '{"key":"","value":"v"}',
      '{"key":"k0","value":10}',
      '{"key":"k0","value":null}',
      '{"key":["k0"],"value":"v"}',
      '{"key":"k0","value":{"$":"bigint","v":"7"}}',
    ]) {
      await refused(post(leader, "/set", body), 400, "bad-request");
      await refused(post(leader, "/rpc/set", body), 400, "bad-request");
      await refused(post(follower, "/replicate", body), 400, "bad-request");
    }
    expect(await leader.status()).to.deep.equal(before);
    expect((await follower.status()).data).to.not.have.any.keys("k0", "5", "");
  });

  it("refuses tagged values that cannot be", async () => {
    for (const value of [
      '{"$":"bytes","v":4000000000}',
      '{"$":"bytes","v":{"length":4000000000}}',
      '{"$":"Map","v":7}',
      '{"$":"bigint","v":"x"}',
    ])
      await refused(post(leader, "/set", `{"key":"k","value":${value}}`), 400, "bad-request");
    await refused(
      post(leader, "/set", `{"key":"$","value":${"[".repeat(100_000)}${"]".repeat(100_000)}}`),
      400,
      "bad-request",
    );
  });

  it("leaves prototypes alone", async () => {
    await refused(post(leader, "/set", '{"__proto__":{"key":"k","value":"v"}}'), 400, "bad-request");
    await post(leader, "/set", '{"key":"k","value":"$","__proto__":{"polluted":true}}');
    await post(leader, "/set", '{"$":"object","v":[["__proto__",{"polluted":true}]]}');
    for (const method of [
      "constructor",
      "__proto__",
      "toString",
      "hasOwnProperty",
      "[Symbol.asyncDispose]",
      "config",
    ])
      await refused(post(leader, `/rpc/${encodeURIComponent(method)}`, "null"), 404, "no-such-method");
    expect(({} as Record<string, unknown>).polluted).to.equal(undefined);
    expect((await leader.request("/healthz")).status).to.equal(200);
  });

  it("says which methods there are", async () => {
    const error = await refused(post(follower, "/rpc/nope", "null"), 404, "no-such-method");
    expect(error).to.match(/no method "nope"; this node has: .*replicate/);
  });

  it("refuses a body that is too large, and goes on", async () => {
    const body = JSON.stringify({ key: "k", value: "v".repeat(5_000_000) });
    const error = await refused(post(leader, "/set", body), 400, "bad-request");
    expect(error).to.contain("1048576");
    await refused(
      post(leader, "/set", JSON.stringify({ key: "k", value: "v".repeat(65_537) })),
      400,
      "bad-request",
    );
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(leader, "/set", body)));
    expect(answers.map(({ status }) => status)).to.deep.equal([400, 400, 400, 400, 400]);
    expect((await leader.set("large", "v".repeat(65_536))).status).to.equal(200);
  });

  it("refuses paths and methods that there are not", async () => {
    expect(await refused(leader.request("/get/%E0%A4%A"), 400, "bad-request")).to.contain("%");
    expect(await refused(leader.request("/nope"), 404, "no-such-path")).to.contain("GET /status");
    await refused(leader.request("/"), 404, "no-such-path");
    expect(await refused(leader.request("/set"), 405, "wrong-method")).to.contain("expected POST");
    await refused(post(leader, "/status", "{}"), 405, "wrong-method");
    await refused(leader.request("/get/k", { method: "DELETE" }), 405, "wrong-method");
  });

  it("takes JSON whatever the type says, as curl -d sends it", async () => {
    for (const type of ["application/x-www-form-urlencoded", "text/plain", "application/json"]) {
      const headers = { "content-type": type };
      const { status } = await leader.request("/set", {
        method: "POST",
        body: '{"key":"k","value":"v"}',
        headers,
      });
      expect(status, type).to.equal(200);
    }
  });

  it("answers what is no HTTP, and hangs on nothing", async () => {
    const { port } = new URL(leader.address);
    const answer = await new Promise<string>((resolve, reject) => {
      let text = "";
      const socket = connect(Number(port), "127.0.0.1", () => socket.write("NONSENSE\r\n\r\n"));
      socket.on("data", (part) => (text += part.toString()));
      socket.on("close", () => resolve(text)).on("error", reject);
    });
    expect(answer)
      .to.match(/^HTTP\/1.1 400 /)
      .and.contain('"success":false');
  });

  it("shows that it is up, and figures for Prometheus", async () => {
    expect(await leader.request("/healthz")).to.deep.equal({ status: 200, body: { success: true } });
    const { status, body } = await leader.request("/metrics");
    expect(status).to.equal(200);
    expect(body).to.contain('kvstore_write_quorum{node_type="leader"} 3');
    expect(body).to.match(/kvstore_request_seconds_count\{route="\/set",status="200"\} \d+/);
    expect(body).to.match(/kvstore_call_seconds_count\{follower="[^"]+",outcome="reply"\} \d+/);
  });

  it("answers 200 connections at a time", async () => {
    const keys = Array.from({ length: 200 }, (_, index) => `crowd-${String(index)}`);
    const answers = await Promise.all(keys.map((key) => leader.set(key, key)));
    expect(answers.map(({ status }) => status)).to.deep.equal(keys.map(() => 200));
    const read = await Promise.all(keys.map((key) => leader.get(key)));
    expect(read.every(({ status }) => status === 200)).to.equal(true);
  });
});

import { expect } from "chai";
import { request } from "node:http";
import { DebugSession } from "../../src/debug/session/DebugSession";
import { serveDebugger, type DebugServer } from "../../src/debug/server/serveDebugger";

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

interface Asked {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

describe("the debugger's server", () => {
  let server: DebugServer;
  let commands: string[] = [];

  before(async () => {
    const session = new DebugSession(() => {
      throw new Error("no process is needed");
    });
    session.run = (command) => {
      commands.push(command.kind);
      return Promise.reject(new Error("nothing runs here"));
    };
    server = await serveDebugger({ session, extras: () => ({ code: "" }), save: () => "saved" });
  });
  after(() => server.close());
  beforeEach(() => {
    commands = [];
  });

  function ask({ path = "", method = "GET", headers = {}, body = "" }: Asked = {}): Promise<Answer> {
    const { hostname, port, pathname } = new URL(server.url);
    return new Promise((resolve, reject) => {
      const asked = request(
        { host: hostname, port, path: path.startsWith("/") ? path : pathname + path, method, headers },
        (response) => {
          let text = "";
          response.on("data", (part: Buffer) => (text += part.toString()));
          response.on("end", () => {
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
          });
        },
      );
      asked.on("error", reject);
      asked.end(body);
    });
  }

  const json = { "Content-Type": "application/json" };
  const restart: Asked = { path: "command", method: "POST", headers: json, body: '{"kind":"restart"}' };

  it("listens on loopback alone, at an address that nobody can guess", () => {
    expect(server.url).to.match(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{32}\/$/);
  });

  it("answers its own page, which may load nothing from elsewhere", async () => {
    const { status, headers } = await ask();
    expect(status).to.equal(200);
    const policy = String(headers["content-security-policy"]);
    expect(policy).to.match(/^default-src 'none'; script-src 'self';/);
    expect(policy).to.not.match(/script-src[^;]*unsafe/);
    expect(headers).to.include({ "x-content-type-options": "nosniff", "referrer-policy": "no-referrer" });
    const origin = new URL(server.url).origin;
    expect((await ask({ headers: { Origin: origin, "Sec-Fetch-Site": "same-origin" } })).status).to.equal(
      200,
    );
  });

  for (const [what, asked] of [
    ["without the token", { path: "/" }],
    ["with another token", { path: `/${"a".repeat(32)}/` }],
    ["with a part of the path before the token", { path: "/x/states" }],
    ["under another name", { headers: { Host: "attacker.example" } }],
    ["under its name with another port", { headers: { Host: "127.0.0.1:1" } }],
    ["from another origin", { headers: { Origin: "http://attacker.example" } }],
    ["from no origin", { headers: { Origin: "null" } }],
    ["from another site", { headers: { "Sec-Fetch-Site": "cross-site" } }],
    ["from a form", { ...restart, headers: { "Content-Type": "text/plain" } }],
    ["for a command, from another origin", { ...restart, headers: { ...json, Origin: "https://127.0.0.1" } }],
  ] as const)
    it(`refuses a request ${what}`, async () => {
      expect((await ask(asked)).status).to.equal(403);
      expect(commands).to.deep.equal([]);
    });

  it("takes commands of its own page, and only those that there are", async () => {
    await ask(restart);
    expect(commands).to.deep.equal(["restart"]);
    const wrong = await ask({ ...restart, body: '{"kind":"eval","code":"1"}' });
    expect(wrong.status).to.equal(400);
    expect((await ask({ ...restart, body: "x".repeat(1_100_000) })).status).to.equal(400);
    expect((await ask({ path: "other" })).status).to.equal(404);
    expect(commands).to.have.length(1);
  });
});

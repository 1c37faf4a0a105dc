import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { expect } from "chai";
import { Cluster, openSandbox, type NodeSandbox } from "labcluster";
import { probeBubblewrap } from "labrpc/isolation";
import sinon from "sinon";
import { request } from "undici";
import { cluster as lab } from "../cluster";
import { quiet, ROOT, SOLUTION, urlOf } from "./support/realSystem";
import { traitorCode } from "./support/traitor";

describe("lab 4 in a sandbox", function () {
  this.timeout(120_000);
  let folder: string;
  let sandbox: NodeSandbox;
  let listener: Server;
  let isReady = false;
  let visitors = 0;

  before(async function () {
    if (probeBubblewrap().kind !== "works") this.skip();
    folder = realpathSync(mkdtempSync(join(tmpdir(), "lab4-sandbox-")));
    sandbox = (await openSandbox({ sandbox: true })) as NodeSandbox;
    listener = createServer(() => visitors++);
    listener.listen(0, "127.0.0.1");
    await once(listener, "listening");
    isReady = true;
  });

  after(async () => {
    if (!isReady) return;
    await sandbox[Symbol.asyncDispose]();
    listener.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Starts a leader and two followers with such code. */
  async function start(code: string, onLine: (node: string, line: string) => void): Promise<Cluster> {
    const plan = quiet(lab.plan({ code, port: 0, options: { followers: 2, quorum: 2 } }));
    return Cluster.start(plan, { sandbox, onLine });
  }

  for (const permissions of ["with Node's permissions", "without them"]) {
    it(`shows a traitor nothing of the machine, ${permissions}`, async () => {
      const code = join(folder, permissions.replaceAll(/\W/g, "-"));
      const reads = ["solutions/lab4/server.ts", "solutions", "corpus", ".git", "reports", "lab4/tests"].map(
        (place) => join(ROOT, place),
      );
      const secret = join(folder, "secret");
      writeFileSync(secret, "of another student");
      const targets = {
        reads: [
          ...reads,
          secret,
          join(ROOT, "node_modules/.cache/labrpc"),
          "/etc/passwd",
          "/proc/1/environ",
          "/root",
          "/home",
        ],
        writes: [ROOT, folder, "/tmp", "/", join(ROOT, "node_modules/.cache")],
        parent: process.pid,
        port: (listener.address() as AddressInfo).port,
      };
      writeCode(code, traitorCode(targets));
      const launch = sandbox.launch.bind(sandbox);
      const stub = sinon.stub(sandbox, "launch").callsFake((...of) => {
        const launched = launch(...of);
        if (permissions === "with Node's permissions") return launched;
        return {
          ...launched,
          args: launched.args.filter((arg) => !/^--(experimental-)?permission$|^--allow-/.test(arg)),
        };
      });
      let tell: (line: string) => void = () => undefined;
      const said = new Promise<string>((resolve) => (tell = resolve));
      try {
        process.env.TEACHERS_SECRET = "seeds";
        await using cluster = await start(code, (node, line) => {
          if (node === "leader" && line.startsWith("told ")) tell(line.slice("told ".length));
        });
        const told = JSON.parse(await said) as Record<string, string>;
        for (const [name, what] of Object.entries(told)) {
          if (/^(read|write|start|kill|the )/.test(name)) expect(what, name).to.match(/^refused /);
        }
        expect(Object.keys(told).filter((name) => name.startsWith("read"))).to.have.length(
          targets.reads.length,
        );
        expect(told["its environment"]).to.not.match(/SECRET|PATH|HOME/);
        expect(told["its user"]).to.equal("65534");
        expect(visitors).to.equal(0);
        // What it opened by itself nobody reaches: it has no door.
        const own = `http://127.0.0.1:${told["a port of its own"] ?? ""}`;
        const failure = await request(own).then(
          () => "an answer",
          (error: unknown) => (error as NodeJS.ErrnoException).code,
        );
        expect(failure).to.equal("ECONNREFUSED");
        expect(readdirSync(code)).to.deep.equal(["server.ts"]);
        expect(cluster.isUp("leader")).to.equal(true);
      } finally {
        delete process.env.TEACHERS_SECRET;
        stub.restore();
      }
    });
  }

  it("ends a node that takes too much memory, and says so", async () => {
    const code = join(folder, "greedy");
    writeCode(
      code,
      // Memory that nobody has touched counts, too, and costs the machine nothing.
      `const kept: Buffer[] = [];
setTimeout(() => { for (;;) kept.push(Buffer.alloc(64 * 1024 * 1024)); }, 200);
export class KVServer {}`,
    );
    const ends = new Set<string>();
    const plan = quiet(lab.plan({ code, port: 0, options: { followers: 1, quorum: 1 } }));
    await using cluster = await Cluster.start(plan, { sandbox, onEnd: (node) => ends.add(node) });
    await Promise.all(cluster.names.map((name) => cluster.process(name).ended));
    expect([...ends].sort()).to.deep.equal(["follower1", "leader"]);
  });

  it("is killed, paused, started again and reached as without walls", async () => {
    await using cluster = await start(SOLUTION, () => undefined);
    const leader = urlOf(cluster, "leader");
    const write = (): Promise<number> =>
      request(`${leader}/set`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ key: "k", value: "v" }),
      }).then(async ({ statusCode, body }) => {
        await body.dump();
        return statusCode;
      });
    expect(await write()).to.equal(200);
    await cluster.kill("follower1");
    expect(cluster.process("follower1").ending).to.deep.equal({ kind: "killed", signal: "SIGKILL" });
    const gone = await request(`${urlOf(cluster, "follower1")}/healthz`).then(
      () => undefined,
      (error: unknown) => (error as NodeJS.ErrnoException).code,
    );
    expect(gone).to.equal("ECONNREFUSED");
    await cluster.restart("follower1");
    expect(await write()).to.equal(200);
    cluster.process("follower2").signal("SIGSTOP");
    const paused = write();
    const early = await Promise.race([paused, new Promise((resolve) => setTimeout(resolve, 300, "waits"))]);
    expect(early).to.equal("waits");
    cluster.process("follower2").signal("SIGCONT");
    expect(await paused).to.equal(200);
    const endings = await cluster.stop();
    expect([...endings.values()]).to.deep.equal(Array(3).fill({ kind: "exited", code: 0 }));
  });
});

function writeCode(folder: string, server: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  writeFileSync(join(folder, "server.ts"), server);
}

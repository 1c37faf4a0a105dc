import type { ChildProcess } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { CarriedOutDockerfile } from "lab4-real/tests/CarriedOutDockerfile";
import { composeProblems } from "toolkit/tests/composeProblems";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { until } from "toolkit/tests/until";
import { parse } from "yaml";
import { readMiniRedisEnvironment } from "../server/runMiniRedisContainer";
import { MINI_REDIS_GRACE_MS } from "../server/MiniRedisSettings";
import { TcpEnd } from "../tcp/TcpEnd";

describe("lab 5's docker-compose.yml", () => {
  interface Service {
    readonly container_name: string;
    readonly ports: readonly string[];
    readonly environment: readonly string[];
    readonly volumes: readonly string[];
    readonly stop_grace_period: string;
    readonly build: { readonly context: string; readonly dockerfile: string };
  }
  const compose = parse(readFileSync(join(KIT_ROOT, "lab5/docker-compose.yml"), "utf8"), { merge: true }) as {
    services: Record<string, Service>;
    volumes: Record<string, unknown>;
  };
  const services = Object.entries(compose.services);

  it("is what the compose specification allows", () => {
    expect(composeProblems(compose)).to.deep.equal([]);
  });

  it("has the names and ports that README.md gives", () => {
    expect(
      services.map(([name, { container_name: container, ports }]) => [name, container, ...ports]),
    ).to.deep.equal(
      [1, 2, 3].map((n) => [`server${String(n)}`, `miniredis_server${String(n)}`, `700${String(n)}:7001`]),
    );
  });

  it("gives each server its number and a volume of its own, where it keeps its files", () => {
    for (const [index, [name, { environment, volumes }]] of services.entries()) {
      const variables = Object.fromEntries(
        environment.map((line): [string, string] => [
          line.slice(0, line.indexOf("=")),
          line.slice(line.indexOf("=") + 1),
        ]),
      );
      const read = readMiniRedisEnvironment(variables, "/app/lab5");
      expect(read, name).to.have.nested.property("settings.serverId", index + 1);
      expect(read, name).to.have.nested.property("settings.port", 7001);
      expect(volumes, name).to.deep.equal([`${name}_data:/app/data`]);
      expect(compose.volumes, name).to.have.property(`${name}_data`);
    }
  });

  it("waits longer for a server's end than a server may take", () => {
    for (const [name, service] of services)
      expect(Number.parseInt(service.stop_grace_period, 10) * 1000, name).to.be.above(MINI_REDIS_GRACE_MS);
  });

  it("builds from a Dockerfile that there is", () => {
    for (const [name, { build }] of services)
      expect(statSync(join(KIT_ROOT, "lab5", build.context, build.dockerfile)).isFile(), name).to.equal(true);
  });
});

describe("lab 5's Dockerfile, run without Docker", function () {
  this.timeout(180_000);
  const image = new CarriedOutDockerfile("lab5/Dockerfile", { CODE: "solutions/lab5" });
  let server: ChildProcess | undefined;

  before(function () {
    if (process.platform === "win32") this.skip();
    image.copyContext();
  });
  after(() => {
    server?.kill("SIGKILL");
    image.remove();
  });

  it("carries out each instruction", () => {
    image.carryOut();
    expect(image.stages).to.equal(2);
    expect([image.user, image.exposed]).to.deep.equal(["node", "7001"]);
  });

  it("leaves one file of JavaScript and its map, and no packages", () => {
    expect(image.files()).to.deep.equal(["./dist/node.js", "./dist/node.js.map"]);
  });

  it("gives a server that answers, is healthy, saves when it is stopped, and restores", async () => {
    const first = await startInImage();
    expect(image.health({ PORT: String(first.port) })).to.equal(0);
    const end = new TcpEnd({ host: "127.0.0.1", port: first.port });
    await end.call("handle", { command: "SET", key: "a", value: "1" });
    end.close();
    const ended = new Promise((resolve) => server?.once("exit", resolve));
    server?.kill("SIGTERM");
    expect(await ended).to.equal(0);
    expect(image.health({ PORT: String(first.port) })).to.equal(1);
    expect((await startInImage()).line).to.contain("1 key restored");
  });

  async function startInImage(): Promise<{ readonly port: number; readonly line: string }> {
    server = image.start({ PORT: "0", DATA: image.at("data") });
    let printed = "";
    for (const stream of [server.stdout, server.stderr])
      stream?.on("data", (part: Buffer) => (printed += part.toString()));
    await until("the server to listen", () => /listens on port \d+.*\n/.test(printed));
    return { port: Number(/listens on port (\d+)/.exec(printed)?.[1]), line: printed };
  }
});

describe("lab 5's container, by its environment", () => {
  it("takes the document's figures where nothing is said", () => {
    expect(readMiniRedisEnvironment({ PASSWORD: "", LOG: "" }, "/code")).to.deep.equal({
      kind: "read",
      settings: {
        code: "/code",
        serverId: 1,
        port: 7001,
        host: "0.0.0.0",
        data: "/app/data",
        log: false,
        saveEveryMs: 10_000,
        sweepEveryMs: 5_000,
      },
    });
  });

  it("takes what is said, and names each variable that is wrong", () => {
    const said = { SERVER_ID: "2", PORT: "80", LOG: "1", PASSWORD: "p", SAVE_EVERY: "5", SWEEP_EVERY: "6" };
    expect(readMiniRedisEnvironment(said, "/code")).to.deep.nested.include({
      "settings.serverId": 2,
      "settings.port": 80,
      "settings.log": true,
      "settings.password": "p",
      "settings.saveEveryMs": 5,
      "settings.sweepEveryMs": 6,
    });
    const wrong = { SERVER_ID: "0", PORT: "1e3", LOG: "yes", SAVE_EVERY: "-1" };
    const read = readMiniRedisEnvironment(wrong, "/code");
    expect(read.kind === "wrong" && read.problems.map((problem) => problem.split(":")[0])).to.have.members([
      "SERVER_ID",
      "PORT",
      "LOG",
      "SAVE_EVERY",
    ]);
  });
});

import type { ChildProcess } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { composeProblems } from "toolkit/tests/composeProblems";
import { readHttpNodeEnvironment } from "../HttpNodeEnvironment";
import { CarriedOutDockerfile } from "./support/CarriedOutDockerfile";
import { until } from "toolkit/tests/until";
import { ROOT } from "./support/realSystem";

describe("lab 4's docker-compose.yml", () => {
  interface Service {
    container_name: string;
    ports: string[];
    environment: string[];
    networks: string[];
    build: { context: string; dockerfile: string };
  }
  const compose = parse(readFileSync(join(ROOT, "lab4/docker-compose.yml"), "utf8"), { merge: true }) as {
    services: Record<string, Service>;
    networks: Record<string, { name: string }>;
  };
  const services = Object.entries(compose.services);

  it("is what the compose specification allows", () => {
    expect(composeProblems(compose)).to.deep.equal([]);
    expect(composeProblems({ services: { leader: { ports: "5000" } } }), "the schema refuses something").to
      .not.be.empty;
  });

  it("has the names and ports that README.md gives", () => {
    const names = services.map(([name, { container_name: container, ports }]) => [name, container, ...ports]);
    expect(names).to.deep.equal([
      ["leader", "kvstore_leader", "5000:5000"],
      ...[1, 2, 3, 4, 5].map((n) => [
        `follower${String(n)}`,
        `kvstore_follower${String(n)}`,
        `500${String(n)}:5000`,
      ]),
    ]);
    expect(compose.networks.kvstore_network?.name).to.equal("kvstore_network");
    for (const [name, { networks }] of services) expect(networks, name).to.deep.equal(["kvstore_network"]);
  });

  it("gives each node an environment that it can start with", () => {
    for (const [name, { environment }] of services) {
      const read = readHttpNodeEnvironment(variables(environment));
      expect(read, name).to.have.nested.property(
        "environment.nodeType",
        name === "leader" ? "leader" : "follower",
      );
      expect(read, name).to.have.nested.property("environment.port", 5000);
      if (name === "leader")
        expect(read).to.have.deep.nested.property(
          "environment.followers",
          services.slice(1).map(([follower]) => `http://${follower}:5000`),
        );
    }
  });

  it("builds from a Dockerfile that there is", () => {
    for (const [name, { build }] of services)
      expect(statSync(join(ROOT, "lab4", build.context, build.dockerfile)).isFile(), name).to.equal(true);
  });
});

function variables(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
}

describe("lab 4's Dockerfile, run without Docker", function () {
  this.timeout(180_000);
  const image = new CarriedOutDockerfile("lab4/Dockerfile", { CODE: "solutions/lab4" });
  let node: ChildProcess | undefined;

  before(function () {
    if (process.platform === "win32") this.skip();
    image.copyContext();
  });
  after(() => {
    node?.kill("SIGKILL");
    image.remove();
  });

  it("carries out each instruction", () => {
    image.carryOut();
    expect(image.stages).to.equal(2);
    expect([image.user, image.exposed]).to.deep.equal(["node", "5000"]);
  });

  it("leaves one file of JavaScript and its map, and no packages", () => {
    expect(image.files()).to.deep.equal(["./dist/node.js", "./dist/node.js.map"]);
  });

  it("gives a node that answers, is healthy, and ends when it is told to", async () => {
    node = image.start({ NODE_TYPE: "follower", PORT: "0" });
    let log = "";
    node.stderr?.on("data", (part: Buffer) => (log += part.toString()));
    await until("the node to listen", () => log.includes('"listening"'));
    const port = /"port":(\d+)/.exec(log)?.[1] ?? "";
    expect(image.health({ PORT: port })).to.equal(0);
    const status = await (await fetch(`http://127.0.0.1:${port}/status`)).json();
    expect(status).to.deep.equal({ node_type: "follower", data_count: 0, data: {} });
    const ended = new Promise((resolve) => node?.once("exit", resolve));
    node.kill("SIGTERM");
    expect(await ended).to.equal(0);
    expect(image.health({ PORT: port })).to.equal(1);
  });
});

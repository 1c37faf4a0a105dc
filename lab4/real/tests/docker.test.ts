import { spawn, type ChildProcess } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import dockerignore from "@balena/dockerignore";
import { expect } from "chai";
import { DockerfileParser, type Instruction } from "dockerfile-ast";
import { parse } from "yaml";
import { composeProblems } from "toolkit/tests/composeProblems";
import { readHttpNodeEnvironment } from "../HttpNodeEnvironment";
import { DockerStage } from "./support/DockerStage";
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
  const dockerfile = DockerfileParser.parse(readFileSync(join(ROOT, "lab4/Dockerfile"), "utf8"));
  const instructions = dockerfile.getInstructions();
  const context = mkdtempSync(join(tmpdir(), "docker-context-"));
  const stages = new Map<string, DockerStage>();
  let last = new DockerStage();
  let start: readonly string[] = [];
  let health: readonly string[] = [];
  let node: ChildProcess | undefined;

  before(function () {
    if (process.platform === "win32") this.skip();
    const ignored = dockerignore().add(readFileSync(join(ROOT, ".dockerignore"), "utf8"));
    const skip = new Set(
      ["node_modules", ".git", "reports", "coverage", "dist"].map((name) => join(ROOT, name)),
    );
    cpSync(ROOT, context, {
      recursive: true,
      filter: (from) => {
        const path = relative(ROOT, from).split(sep).join("/");
        if (path === "") return true;
        if (skip.has(from)) return false;
        // A folder that is ignored may hold files that are not.
        return statSync(from).isDirectory() || !ignored.ignores(path);
      },
    });
  });
  after(() => {
    node?.kill("SIGKILL");
    for (const folder of [context, ...[...stages.values()].map(({ root }) => root)])
      rmSync(folder, { recursive: true, force: true });
  });

  it("carries out each instruction", () => {
    for (const instruction of instructions) carryOut(instruction);
    expect(stages.size).to.equal(2);
  });

  it("leaves one file of JavaScript and its map, and no packages", () => {
    expect(last.run("find . -type f | sort").output.trim().split("\n")).to.deep.equal([
      "./dist/node.js",
      "./dist/node.js.map",
    ]);
  });

  it("gives a node that answers, is healthy, and ends when it is told to", async () => {
    const [program = "", ...args] = start;
    const env = { ...process.env, NODE_V8_COVERAGE: "", ...last.env, NODE_TYPE: "follower", PORT: "0" };
    node = spawn(program, args, { cwd: last.at("."), env, stdio: ["ignore", "ignore", "pipe"] });
    let log = "";
    node.stderr?.on("data", (part: Buffer) => (log += part.toString()));
    await until("the node to listen", () => log.includes('"listening"'));
    const port = /"port":(\d+)/.exec(log)?.[1] ?? "";
    const healthy = (): number | null => {
      last.env.PORT = port;
      return last.run(health.map((part) => `'${part}'`).join(" ")).status;
    };
    expect(healthy()).to.equal(0);
    const status = await (await fetch(`http://127.0.0.1:${port}/status`)).json();
    expect(status).to.deep.equal({ node_type: "follower", data_count: 0, data: {} });
    const ended = new Promise((resolve) => node?.once("exit", resolve));
    node.kill("SIGTERM");
    expect(await ended).to.equal(0);
    expect(healthy()).to.equal(1);
  });

  function carryOut(instruction: Instruction): void {
    const words = instruction.getArguments().map((argument) => argument.getValue());
    const text = instruction.getArgumentsContent() ?? "";
    switch (instruction.getKeyword()) {
      case "FROM":
        last = new DockerStage();
        stages.set(words[2] ?? "last", last);
        break;
      case "WORKDIR":
        last.enter(words[0] ?? "/");
        break;
      case "COPY": {
        const [, from] = /--from=(\w+)/.exec(instruction.toString()) ?? [];
        const paths = words.filter((word) => !word.startsWith("--"));
        const sources = paths.slice(0, -1).map((path) => path.replace(/^\//, ""));
        last.copy(from === undefined ? context : (stages.get(from)?.root ?? ""), sources, paths.at(-1) ?? "");
        break;
      }
      case "ARG":
      case "ENV":
        for (const word of words) {
          const [name = "", value = ""] = word.split("=");
          last.env[name] = name === "CODE" ? "solutions/lab4" : value;
        }
        break;
      case "RUN": {
        const { status, output } = last.run(text);
        expect(status, `${text}\n${output}`).to.equal(0);
        break;
      }
      case "HEALTHCHECK":
        health = JSON.parse(/CMD\s+(\[.*\])\s*$/s.exec(text)?.[1] ?? "") as string[];
        break;
      case "CMD":
        start = JSON.parse(text) as string[];
        break;
      case "USER":
        expect(words).to.deep.equal(["node"]);
        break;
      case "EXPOSE":
        expect(words).to.deep.equal(["5000"]);
        break;
      default:
        throw new Error(
          `expected an instruction that this test can carry out, got ${instruction.getKeyword()}`,
        );
    }
  }
});

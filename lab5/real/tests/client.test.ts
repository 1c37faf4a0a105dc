import { spawn } from "node:child_process";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { expect } from "chai";
import { until } from "toolkit/tests/until";
import { completionsOfTyped, interactiveMiniRedisClient } from "../client/interactiveMiniRedisClient";
import { readTypedCommand, type TypedCommand } from "../client/TypedCommand";
import { RealServers } from "./support/RealServers";

const RUN = join(__dirname, "..", "run.js");

interface Ran {
  readonly out: string;
  readonly complaints: string;
  readonly code: number | null;
}

/** Runs a program of the lab as npm does. */
function run(args: readonly string[], typed = ""): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [RUN, ...args], { env: { ...process.env, NODE_V8_COVERAGE: "" } });
    let [out, complaints] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (complaints += text));
    child.on("close", (code) => resolve({ out, complaints, code }));
    child.stdin.end(typed);
  });
}

describe("lab 5: the client", () => {
  let servers: RealServers;
  before(async () => {
    servers = await RealServers.start({ servers: 3 });
  });
  after(() => servers[Symbol.asyncDispose]());

  const client = (words: readonly string[], typed = ""): Promise<Ran> =>
    run(["client", "lab5", "--solution", "--servers", servers.places, ...words], typed);

  it("shows what the course's document shows", async () => {
    const typed = [
      "set user:1 Alice Smith",
      "get user:1",
      "set session:abc xyz",
      "EXPIRE session:abc 60",
      "get session:abc",
      "keys",
      "stats 2",
      "servers",
      "",
      "del user:1",
      "get user:1",
      "exit",
      "set never:1 reached",
    ];
    const { out, code } = await client([], `${typed.join("\n")}\n`);
    expect(code).to.equal(0);
    expect(out.split("kv> ")).to.deep.equal([
      `${"=".repeat(70)}
              DISTRIBUTED KEY-VALUE STORE CLIENT
${"=".repeat(70)}
Servers: 3 nodes
Sharding: Enabled (MD5 modulo number of servers)
Fault Tolerance: 3 retries
${"=".repeat(70)}

`,
      "✓ SUCCESS (Server 2)\n  Key set successfully\n\n",
      "✓ SUCCESS (Server 2)\n  Key: user:1\n  Value: Alice Smith\n  TTL: No expiration\n\n",
      "✓ SUCCESS (Server 3)\n  Key set successfully\n\n",
      "✓ SUCCESS (Server 3)\n  Expiration set successfully\n  TTL: 60 seconds\n\n",
      "✓ SUCCESS (Server 3)\n  Key: session:abc\n  Value: xyz\n  TTL: 60 seconds\n\n",
      [[], ["user:1"], ["session:abc"]]
        .map(
          (keys, index) =>
            `${"=".repeat(61)}\nServer ${String(index + 1)} (Port ${String(servers.port(index + 1))})\n${"=".repeat(61)}\n` +
            `✓ SUCCESS (Server ${String(index + 1)})\n${`  Keys (${String(keys.length)}): ${keys.join(", ")}`.trimEnd()}\n\n`,
        )
        .join(""),
      "✓ SUCCESS (Server 2)\n  Total Requests: 3\n  GET: 1\n  SET: 1\n  DELETE: 0\n  EXPIRE: 0\n  Total Keys: 1\n  Keys with TTL: 0\n\n",
      `${"=".repeat(70)}
SERVER CONFIGURATION
${"=".repeat(70)}
Server 1: localhost:${String(servers.port(1))}
Server 2: localhost:${String(servers.port(2))}
Server 3: localhost:${String(servers.port(3))}
Total Servers: 3
Sharding: Enabled (MD5 modulo number of servers)
Retry Policy: 3 retries with 0.5s delay
${"=".repeat(70)}

`,
      "",
      "✓ SUCCESS (Server 2)\n  Key deleted successfully\n\n",
      "✗ ERROR (Server 2)\n  Key not found\n\n",
      "Goodbye!\n",
    ]);
  });

  it("says goodbye at the end of its input, and helps who mistypes", async () => {
    const { out, code } = await client([], "frob\nget\nexpire k soon\nstats 9\nset k\nhelp");
    expect(code).to.equal(0);
    const [, ...answers] = out.split("kv> ");
    expect(answers.slice(0, 5)).to.deep.equal([
      "Unknown command: frob. Type 'help' for the commands.\n\n",
      "Usage: get <key>\n\n",
      "Usage: expire <key> <seconds>\n\n",
      "Expected a server of 1, 2, 3, got 9\n\n",
      "Usage: set <key> <value>\n\n",
    ]);
    for (const name of ["set", "get", "del", "expire", "stats", "keys", "servers", "help", "exit"])
      expect(answers[5]).to.match(new RegExp(`^  ${name} `, "m"));
    expect(out).to.match(/Goodbye!\n$/);
  });

  it("runs one command: exit code 0, 1 for an error response, 2 for a command that there is not", async () => {
    const [set, none, wrong] = await Promise.all([
      client(["set", "a key", "a", "value"]),
      client(["get", "none"]),
      client(["frob"]),
    ]);
    expect(set).to.deep.equal({
      out: "✓ SUCCESS (Server 1)\n  Key set successfully\n",
      complaints: "",
      code: 0,
    });
    expect(none.out).to.match(/^✗ ERROR \(Server \d\)\n {2}Key not found\n$/);
    expect(none.code).to.equal(1);
    expect(wrong.code).to.equal(2);
    expect(wrong.complaints).to.include("Unknown command: frob");
    const { out } = await client(["get", "a key"]);
    expect(out).to.include("  Value: a value\n");
  });

  it("tells of its retries when a server is down", async () => {
    await using own = await RealServers.start({ servers: 2 });
    await own.kill(1);
    const { out, code } = await run([
      ...["client", "lab5", "--solution", "--servers", own.places],
      ...["stats", "1"],
    ]);
    expect(code).to.equal(1);
    expect(out).to.equal(
      [
        "[RETRY] Server 1 failed, retrying... (1/3)",
        "[RETRY] Server 1 failed, retrying... (2/3)",
        "[RETRY] Server 1 failed, retrying... (3/3)",
        "✗ ERROR (Server 1)",
        "  Server 1 unavailable after 3 retries",
        "",
      ].join("\n"),
    );
  });

  it("writes control characters out", async () => {
    await servers.end(2).call("handle", { command: "SET", key: "user:1", value: "a\u001b[31mb\nc" });
    const { out } = await client(["get", "user:1"]);
    expect(out).to.include("  Value: a\\u001b[31mb\\u000ac\n");
  });

  it("fails with the student's line where code is not written yet", async () => {
    const { complaints, out, code } = await run(["client", "lab5", "--servers", servers.places, "get", "k"]);
    expect(code).to.equal(1);
    expect(out + complaints).to.match(/NotImplemented: .*is not implemented yet\n\s+at client\.ts:\d+:\d+/);
  });

  it("completes commands and keys", () => {
    const keys = ["user:1", "user:2", "session"];
    expect(completionsOfTyped("", keys)[0]).to.include.members(["set", "get", "stats"]);
    expect(completionsOfTyped("s", keys)).to.deep.equal([["set", "stats", "servers"], "s"]);
    expect(completionsOfTyped("get us", keys)).to.deep.equal([["user:1", "user:2"], "us"]);
    expect(completionsOfTyped("del ", keys)).to.deep.equal([keys, ""]);
    expect(completionsOfTyped("stats us", keys)).to.deep.equal([[], "us"]);
    expect(completionsOfTyped("set user:1 us", keys)[0]).to.deep.equal([]);
  });

  it("reads what is typed", () => {
    expect(readTypedCommand("  SET  k   a  b  ")).to.deep.equal({ kind: "set", key: "k", value: "a  b" });
    expect(readTypedCommand("expire k 1.5")).to.deep.equal({ kind: "expire", key: "k", seconds: 1.5 });
    expect(readTypedCommand("stats")).to.deep.equal({ kind: "stats", server: undefined });
    expect(readTypedCommand("constructor")).to.have.property("kind", "wrong");
    expect(readTypedCommand("   ")).to.deep.equal({ kind: "nothing" });
  });
});

describe("lab 5: the client, fed by a program", () => {
  it("refuses a line that is too long, keeps little of one that never ends, and goes on", async () => {
    const input = new PassThrough();
    const output = new PassThrough().setEncoding("utf8");
    let out = "";
    output.on("data", (text: string) => (out += text));
    const ran: TypedCommand[] = [];
    const ended = interactiveMiniRedisClient({
      input,
      output,
      terminal: false,
      servers: [],
      run: (typed) => {
        ran.push(typed);
        return Promise.resolve({ kind: "done", text: typed.kind === "wrong" ? typed.message : "" });
      },
    });
    input.write("set k ");
    for (let i = 0; i < 20; i++) input.write("x".repeat(100_000));
    // Before the line has an end.
    await until("the refusal", () => out.includes("Expected a line of at most 1048576 characters"));
    input.end("\nset ключ два слова\r\nget k");
    await ended;
    expect(ran.slice(1)).to.deep.equal([
      { kind: "set", key: "ключ", value: "два слова" },
      { kind: "get", key: "k" },
    ]);
    expect(out).to.match(/Goodbye!\n$/);
  });
});

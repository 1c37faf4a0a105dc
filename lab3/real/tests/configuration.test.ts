import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parseStoreConfiguration, readStoreConfiguration } from "../processes/configuration";
import { CONFIGS, Folder, run } from "./support/runLab3";

/** The example of the course's document. */
const EXAMPLE = {
  num_servers: 1,
  consistency_level: "sequential",
  port_number: { "0": [3000, 3001, 3002] },
  clients: [
    {
      client_number: 1,
      requests: [{ request_type: "write", key: "key1", value: "value1" }],
      server_number: 0,
    },
  ],
};
const [CLIENT] = EXAMPLE.clients;
const withRequest = (request: object): object => ({
  ...EXAMPLE,
  clients: [{ ...CLIENT, requests: [request] }],
});

const MALFORMED: readonly (readonly [name: string, configuration: unknown, expected: RegExp])[] = [
  ["no object", 7, /the whole file: .*expected an object/],
  ["a field that is missing", { ...EXAMPLE, num_servers: undefined }, /num_servers: .*expected a number/],
  ["half a server", { ...EXAMPLE, num_servers: 1.5 }, /num_servers: /],
  ["no server", { ...EXAMPLE, num_servers: 0 }, /num_servers: /],
  ["an unknown level", { ...EXAMPLE, consistency_level: "strong" }, /consistency_level: .*"linearizable"/],
  ["a field too many", { ...EXAMPLE, speed: 3 }, /the whole file: .*"speed"/],
  ["no client", { ...EXAMPLE, clients: [] }, /clients: /],
  ["one port", { ...EXAMPLE, port_number: { "0": [3000] } }, /port_number\.0: .*two or three ports/],
  ["four ports", { ...EXAMPLE, port_number: { "0": [1, 2, 3, 4] } }, /port_number\.0: .*two or three ports/],
  ["a port too large", { ...EXAMPLE, port_number: { "0": [3000, 70_000, 1] } }, /port_number\.0\[1\]: /],
  [
    "a port twice",
    { ...EXAMPLE, port_number: { "0": [3000, 3000, 1] } },
    /port_number\.0\[1\]: .*3000 again/,
  ],
  ["ports of no server", { ...EXAMPLE, port_number: { "1": [1, 2, 3] } }, /port_number\.1: .*0 to 0, got 1/],
  [
    "no such server",
    { ...EXAMPLE, clients: [{ ...CLIENT, server_number: 1 }] },
    /clients\[0\]\.server_number: .*0 to 0, got 1/,
  ],
  ["a client twice", { ...EXAMPLE, clients: [CLIENT, CLIENT] }, /clients\[1\]\.client_number: .*got 1 again/],
  [
    "an unknown request",
    withRequest({ request_type: "append", key: "a" }),
    /clients\[0\]\.requests\[0\]\.request_type: /,
  ],
  [
    "a write without a value",
    withRequest({ request_type: "write", key: "a" }),
    /clients\[0\]\.requests\[0\]\.value: .*string or a number/,
  ],
  [
    "a key that is no text",
    withRequest({ request_type: "get", key: 1 }),
    /clients\[0\]\.requests\[0\]\.key: /,
  ],
  [
    "an empty key",
    withRequest({ request_type: "get", key: "" }),
    /clients\[0\]\.requests\[0\]\.key: expected at least one character, got ""/,
  ],
  [
    "an empty value",
    withRequest({ request_type: "write", key: "a", value: "" }),
    /clients\[0\]\.requests\[0\]\.value: expected at least one character, got ""/,
  ],
  ["a sleep backwards", withRequest({ request_type: "sleep", ms: -1 }), /clients\[0\]\.requests\[0\]\.ms: /],
];

describe("lab 3's configurations", () => {
  it("reads the document's example", () => {
    expect(parseStoreConfiguration(EXAMPLE, "example")).to.deep.equal({
      level: "sequential",
      servers: [{ requests: 3000, broadcasts: 3001 }],
      clients: [{ client: 1, server: 0, requests: [{ kind: "set", key: "key1", value: "value1" }] }],
    });
  });

  it("knows both words for each request, and numbers as values", () => {
    const requests = [
      { request_type: "read", key: "a" },
      { request_type: "get", key: "a" },
      { request_type: "set", key: "a", value: 10 },
      { request_type: "sleep" },
      { request_type: "sleep", ms: 5 },
    ];
    const { port_number, ...rest } = { ...EXAMPLE, clients: [{ ...CLIENT, requests }] };
    const read = parseStoreConfiguration({ ...rest, consistency_level: "linearizability" }, "words");
    expect(port_number).to.not.equal(undefined);
    expect(read.level).to.equal("linearizable");
    expect(read.servers).to.deep.equal([{ requests: 0, broadcasts: 0 }]);
    expect(read.clients[0]?.requests).to.deep.equal([
      { kind: "get", key: "a" },
      { kind: "get", key: "a" },
      { kind: "set", key: "a", value: "10" },
      { kind: "sleep", ms: undefined },
      { kind: "sleep", ms: 5 },
    ]);
  });

  for (const [name, configuration, expected] of MALFORMED) {
    it(`refuses ${name}, with its path`, () => {
      expect(() => parseStoreConfiguration(configuration, "wrong.json")).to.throw(expected);
    });
  }

  it("says of no server at all only that there must be one", () => {
    const none = { ...EXAMPLE, num_servers: 0 };
    expect(() => parseStoreConfiguration(none, "none.json")).to.throw(
      /^none\.json is not a configuration of lab 3:\n {2}num_servers: expected at least 1, got 0\nThe format/,
    );
  });

  it("ends the command with 2 when it is malformed, is no JSON, or is not there", async () => {
    using folder = new Folder();
    const files = [
      folder.write("wrong.json", { ...EXAMPLE, num_servers: "three" }),
      folder.write("broken.json", "{"),
      join(folder.path, "none.json"),
    ];
    for (const file of files) {
      const { exitCode, output } = await run("run", [file, "--solution"]);
      expect(exitCode, output).to.equal(2);
      expect(output).to.contain(file).and.to.contain("expected");
    }
  });

  it("has the document's six, t1-1 to t1-3 with the same requests", () => {
    const files = readdirSync(CONFIGS).sort();
    expect(files).to.deep.equal(["t1-1.json", "t1-2.json", "t1-3.json", "t2.json", "t3.json", "t4.json"]);
    const [one, two, three] = files.map((file) => readStoreConfiguration(join(CONFIGS, file)));
    expect([one!.level, two!.level, three!.level]).to.deep.equal(["linearizable", "sequential", "eventual"]);
    expect(two!.clients).to.deep.equal(one!.clients);
    expect(three!.clients).to.deep.equal(one!.clients);
    expect(readFileSync(join(CONFIGS, "t2.json"), "utf8")).to.contain('"port_number"');
  });
});

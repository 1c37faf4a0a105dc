import { expect } from "chai";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { casRegisterModel, checkLinearizable } from "../../src";
import { checkHistoryCommand } from "../../src/command/checkHistoryCommand";
import { readKvLog } from "../../src/files/readKvLog";
import { readRegisterLog } from "../../src/files/readRegisterLog";

const FIXTURES = join(__dirname, "../fixtures/porcupine");
const VERDICTS = readFileSync(join(FIXTURES, "VERDICTS.txt"), "utf8").trim().split("\n");

function run(
  args: string[],
  env: Record<string, string> = {},
): { code: number; out: string; errors: string } {
  let [out, errors] = ["", ""];
  const print = (text: string): unknown => (out += text);
  const printError = (text: string): unknown => (errors += text);
  const code = checkHistoryCommand(args, { print, printError, env });
  return { code, out, errors };
}

describe("recorded histories", () => {
  for (const name of ["c01-ok", "c01-bad", "c10-ok", "c10-bad"]) {
    it(`porcupine's ${name}, by key and as a whole`, () => {
      const file = join(FIXTURES, `kv/${name}.txt`);
      const code = name.endsWith("-ok") ? 0 : 1;
      expect(run(["--model", "kv", file]).code).to.equal(code);
      expect(run(["--model", "kv", "--no-partition", file]).code).to.equal(code);
    });
  }

  it("Jepsen's 50 logs of etcd, with and without what values tell", () => {
    expect(VERDICTS).to.have.length(50);
    for (const line of VERDICTS) {
      const [name = "", verdict] = line.split(" ");
      const history = readRegisterLog(name, readFileSync(join(FIXTURES, "jepsen", name), "utf8"));
      const expected = verdict === "ok" ? "linearizable" : "illegal";
      expect(checkLinearizable(casRegisterModel, history).kind, name).to.equal(expected);
      expect(checkLinearizable(casRegisterModel, history, { fixedOrder: false }).kind, name).to.equal(
        expected,
      );
    }
  });
});

describe("npm run check-history", () => {
  const [ok, bad] = [join(FIXTURES, "kv/c01-ok.txt"), join(FIXTURES, "kv/c01-bad.txt")];
  let folder = "";
  before(() => (folder = mkdtempSync(join(tmpdir(), "histories-"))));
  after(() => rmSync(folder, { recursive: true }));
  const file = (content: string): string => {
    const path = join(folder, "history.txt");
    writeFileSync(path, content);
    return path;
  };

  it("prints a line for each file, and why one is illegal", () => {
    const { code, out, errors } = run(["--model", "kv", ok, bad]);
    expect({ code, errors }).to.deep.equal({ code: 1, errors: "" });
    const [first, second, third] = out.split("\n");
    expect(first).to.match(/c01-ok\.txt: linearizable, 58 operations, [\d.]+ ms$/);
    expect(second).to.match(/c01-bad\.txt: illegal, 38 operations, [\d.]+ ms$/);
    expect(third).to.equal('  not linearizable: no order of the calls explains 0\'s get("7") → "x 0 0 y"');
  });

  it("prints JSON", () => {
    const { code, out } = run(["--model", "kv", "--json", ok, bad]);
    expect(code).to.equal(1);
    const [first, second] = JSON.parse(out) as Record<string, unknown>[];
    expect(first).to.include({ file: ok, kind: "linearizable", operations: 58 }).and.to.have.property("ms");
    expect(second).to.include({ file: bad, kind: "illegal" });
    expect(second?.why).to.be.an("array").with.length.above(1);
  });

  it("answers 2 for a file that it cannot read or decide, also beside an illegal one", () => {
    const missing = run(["--model", "kv", bad, join(folder, "nothing")]);
    expect(missing.code).to.equal(2);
    expect(missing.out).to.contain("unreadable").and.to.contain("expected a file to read");
    const undecided = run([
      "--model",
      "cas-register",
      "--steps",
      "10",
      join(FIXTURES, "jepsen/etcd_002.log"),
    ]);
    expect(undecided.code).to.equal(2);
    expect(undecided.out).to.contain("unknown").and.to.contain("budget of steps");
    const small = ["--memory", "0.0001", join(FIXTURES, "jepsen/etcd_002.log")];
    expect(run(["--model", "cas-register", ...small]).out).to.contain("used up its memory");
  });

  it("answers 2 for a wrong command, and says what is right", () => {
    expect(run([ok])).to.deep.include({ code: 2, out: "" });
    expect(run([ok]).errors).to.contain("--model");
    expect(run(["--model", "queue", ok]).errors).to.contain("kv, cas-register");
    expect(run(["--model", "kv"]).errors).to.contain("files");
    expect(run(["--model", "kv", "--timeout", "soon", ok]).errors).to.contain(
      '--timeout: expected a number above 0, got "soon"\n',
    );
    const forgotten = run([ok], { npm_config_model: "kv" });
    expect(forgotten.code).to.equal(2);
    expect(forgotten.errors).to.contain("expected --model after --, got it before");
    expect(run([ok], { npm_config_partition: "" }).errors).to.contain("--no-partition");
  });

  it("prints help", () => {
    const { code, out } = run(["--help"]);
    expect(code).to.equal(0);
    expect(out).to.contain("Usage: npm run check-history").and.to.contain("--memory <MiB>");
  });

  const line = (type: string, f: string, value: string): string =>
    `{:process 1, :type :${type}, :f :${f}, :key "k", :value ${value}}`;
  const MALFORMED: Record<string, [string, number, string]> = {
    "is no line of the format": ["hello", 1, "a line like {:process 1"],
    "has a text that does not end well": [line("invoke", "put", '"\\x"'), 1, "a string in double quotes"],
    "puts nothing": [line("invoke", "put", "nil"), 1, "the value to put"],
    "ends what was not called": [line("ok", "put", '"a"'), 1, "a call of process 1"],
    "calls twice": [
      `${line("invoke", "get", "nil")}\n${line("invoke", "get", "nil")}`,
      2,
      "the end of process 1's call",
    ],
    "ends another call": [
      `${line("invoke", "get", "nil")}\n\n${line("ok", "put", '"a"')}`,
      3,
      'the end of get "k"',
    ],
    "reads nothing": [
      `${line("invoke", "get", "nil")}\n${line("ok", "get", "nil")}`,
      2,
      "the value that get read",
    ],
  };
  for (const [what, [content, at, expected]] of Object.entries(MALFORMED)) {
    it(`names file and line of a key/value log that ${what}`, () => {
      const path = file(content);
      const { code, out } = run(["--model", "kv", path]);
      expect(code).to.equal(2);
      expect(out).to.contain(`${path}:${String(at)}: expected ${expected}`);
    });
  }

  const event = (...words: string[]): string => `INFO  jepsen.util - 1 ${words.join("\t")}`;
  const MALFORMED_REGISTER: Record<string, [string, number, string]> = {
    "is no line of the format": ["INFO jepsen.util 1 :invoke", 1, "a line like INFO"],
    "writes no number": [event(":invoke", ":write", "x"), 1, "a whole number"],
    "swaps one number": [event(":invoke", ":cas", "[1]"), 1, "a whole number"],
    "fails a write": [
      `${event(":invoke", ":write", "1")}\n${event(":fail", ":write", "1")}`,
      2,
      ":fail of a cas",
    ],
    "ends another call": [
      `${event(":invoke", ":write", "1")}\n${event(":ok", ":read", "1")}`,
      2,
      "the end of process 1's write",
    ],
    "ends with another argument": [
      `${event(":invoke", ":write", "1")}\n${event(":ok", ":write", "2")}`,
      2,
      "the argument",
    ],
  };
  for (const [what, [content, at, expected]] of Object.entries(MALFORMED_REGISTER)) {
    it(`names file and line of a register's log that ${what}`, () => {
      const path = file(content);
      const { code, out } = run(["--model", "cas-register", path]);
      expect(code).to.equal(2);
      expect(out).to.contain(`${path}:${String(at)}: expected ${expected}`);
    });
  }

  it("reads what is not known: an append's answer, a read that timed out, a call that stays open", () => {
    const [append] = readKvLog("f", `${line("invoke", "append", '"a"')}\n${line("ok", "append", '"a"')}`);
    expect(append).to.deep.include({ output: undefined, called: 0, returned: 1 });
    const [read, cas, write] = readRegisterLog(
      "f",
      [
        event(":invoke", ":read", "nil"),
        event(":fail", ":read", ":timed-out"),
        event(":invoke", ":cas", "[1 2]"),
        event(":info", ":cas", ":timed-out"),
        "INFO  jepsen.util - 2 :invoke :write 3",
      ].join("\n"),
    );
    expect(read).to.deep.include({ output: undefined, called: 0, returned: 1 });
    expect(cas).to.deep.include({ output: undefined, called: 2, returned: Infinity });
    expect(write).to.deep.include({ client: "2", output: undefined, returned: Infinity });
  });
});

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { runConsistencyProgram } from "../programs/consistency/runConsistencyProgram";
import { runIntegrationProgram } from "../programs/integration/runIntegrationProgram";
import { INTEGRATION_CASES } from "../programs/integration/integrationCases";
import type { PerformanceReport } from "../programs/load/runPerformanceProgram";
import { runPerformanceProgram } from "../programs/load/runPerformanceProgram";
import { quorumPlot } from "../programs/load/quorumPlot";
import type { StartableCommand as Program } from "toolkit/cli/startCommand";
import { ROOT, startSystem, type RealSystem } from "./support/realSystem";

describe("lab 4's programs", () => {
  let system: RealSystem;
  let where: string[];
  const folder = mkdtempSync(join(tmpdir(), "lab4-programs-"));

  before(async () => {
    system = await startSystem({ quorum: 2 });
    where = [
      "--leader",
      system.leader.address,
      "--followers",
      system.followers.map(({ address }) => address).join(","),
    ];
  });
  after(async () => {
    await system[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  async function run(program: Program, args: readonly string[]): Promise<{ code: number; out: string }> {
    let out = "";
    const context: CommandContext = {
      root: ROOT,
      cwd: folder,
      print: (text) => (out += text),
      printError: (text) => (out += text),
      color: false,
      terminal: false,
    };
    return { code: await program(args, context), out };
  }

  it("integration: passes on the solution, case by case", async () => {
    const { code, out } = await run(runIntegrationProgram, where);
    expect(out.match(/✓/g)).to.have.length(INTEGRATION_CASES.length);
    expect(INTEGRATION_CASES.length).to.be.at.least(15);
    expect(code).to.equal(0);
  });

  it("performance: prints a line for each figure", async () => {
    const { code, out } = await run(runPerformanceProgram, [
      ...where,
      "--writes",
      "300",
      "--json",
      "figures.json",
    ]);
    expect(out).to.match(
      /^Total writes: 300\nSuccessful: 300\nFailed: 0\nThroughput: \d+ writes\/sec\nAverage latency: [\d.]+ms\nMedian latency: [\d.]+ms\nP95 latency: [\d.]+ms\nP99 latency: [\d.]+ms\n/,
    );
    expect(out).to.match(/all followers hold what the leader holds: \d+ keys?/);
    expect(code).to.equal(0);
    const report = JSON.parse(readFileSync(join(folder, "figures.json"), "utf8")) as PerformanceReport;
    expect(report).to.include({ writes: 300, failed: 0, keysThatDiffer: 0 });
    expect(report.latencyMs.p95).to.be.at.least(report.latencyMs.median);
  });

  it("consistency: lists each key that differs", async () => {
    const same = await run(runConsistencyProgram, where);
    expect(same.out).to.contain(`(the system that runs at ${system.leader.address})\n`);
    expect(same.code).to.equal(0);
    const [first] = system.followers;
    await first!.request("/replicate", { method: "POST", body: '{"key":"odd","value":"one"}' });
    const { code, out } = await run(runConsistencyProgram, where);
    expect(out).to.match(
      /✗ keys that differ: 1 of \d+ \(the system that runs at .*\)\n {2}follower1: "odd": the leader has no such key, follower1 has "one"/,
    );
    expect(code).to.equal(1);
  });

  it("consistency: says that it looks at a system of its own, whatever runs beside it", async () => {
    const { code, out } = await run(runConsistencyProgram, ["--solution"]);
    expect(out).to.contain("0 keys (a system that was started for this run, and no other)\n");
    expect(code).to.equal(0);
  });

  it("integration: fails where leader and follower are taken for each other", async () => {
    const [follower] = system.followers;
    const swapped = ["--leader", follower!.address, "--followers", system.leader.address];
    const { code, out } = await run(runIntegrationProgram, swapped);
    expect(out).to.contain("✗ the leader says that it is one\n    expected 200 with");
    expect(code).to.equal(1);
  });

  it("say what they cannot do, with exit code 2", async () => {
    const nobody = ["--leader", "http://127.0.0.1:1", "--followers", "http://127.0.0.1:1"];
    const { code, out } = await run(runConsistencyProgram, nobody);
    expect(out).to.match(
      /expected leader to answer at http:\/\/127.0.0.1:1, got ECONNREFUSED; start it with/,
    );
    expect(code).to.equal(2);
    for (const args of [
      ["--leader", "nonsense"],
      ["--start", "--leader", "http://a"],
      ["--quorum", "9"],
      ["--nope"],
    ])
      expect((await run(runIntegrationProgram, args)).code, args.join(" ")).to.equal(2);
  });

  it("the skeleton fails, and is no fault of the tool", async () => {
    // As few nodes as there can be: each takes a while to start.
    await using skeleton = await startSystem({ code: join(ROOT, "lab4"), followers: 1, quorum: 1 });
    const { code, out } = await run(runConsistencyProgram, [
      "--leader",
      skeleton.leader.address,
      "--followers",
      skeleton.followers.map(({ address }) => address).join(","),
    ]);
    expect(out).to.contain("NotImplemented");
    expect(code).to.equal(1);
  });

  it("the quorum's plot is a picture with text, whatever fonts the machine has", async () => {
    const latencyMs = { mean: 2, median: 1.5, p95: 4, p99: 6 };
    const measured = [1, 2, 3, 4, 5].map((quorum) => ({ quorum, latencyMs, throughput: 500, failed: 0 }));
    const [png = "", svg = ""] = await quorumPlot(folder, measured, {
      followers: 5,
      delayMs: { min: 0.1, max: 1 },
      writes: 1_000,
      clients: 1,
    });
    const text = readFileSync(svg, "utf8");
    expect(text).to.contain("Latency of a write by write quorum");
    expect(text).to.contain("delayed by 0.1 to 1 ms · 1,000 writes at each quorum, one at a time");
    for (const [figure, value] of Object.entries({
      median: "1.50",
      mean: "2.00",
      P95: "4.00",
      P99: "6.00",
    })) {
      expect(text, "the legend").to.contain(`>${figure}</text>`);
      expect(text.split(`>${value}</text>`), `a bar of each quorum says ${value}`).to.have.length(6);
    }
    const picture = readFileSync(png);
    expect(picture.subarray(1, 4).toString()).to.equal("PNG");
    expect(picture.readUInt32BE(16), "pixels wide").to.be.above(1_000);
  });
});

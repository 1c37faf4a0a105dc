import { expect } from "chai";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { Writer } from "./support/Writer";
import { RealServers } from "./support/RealServers";

/** How often servers are killed, all in all. */
const ROUNDS = Number(process.env.LAB5_KILLS ?? 100);
/** Servers that are killed beside each other: half of the rounds have a log. */
const LANES = 4;
const WRITERS = 4;
const KEYS = 25;
/** How long a server runs under load, ms: often it is killed while it writes a snapshot. */
const LEAST_MS = 5;
const MOST_MS = 60;
const SAVE_EVERY_MS = 15;

interface Lane {
  readonly rounds: number;
  readonly answers: number;
  /** Rounds in which a snapshot was finished. */
  readonly snapshots: number;
}

describe(`lab 5: kill -9, ${String(ROUNDS)} times`, function () {
  this.timeout(30_000 + ROUNDS * 2_000);

  /** All lanes from the beginning: while one waits for its server to start, another one works. */
  let lanes: readonly Promise<Lane>[];
  before(() => {
    lanes = [true, true, false, false].map((log, lane) => killAgainAndAgain(lane, log));
    // Whoever waits for a lane hears of its failure, and the others should not end the process.
    for (const lane of lanes) lane.catch(() => undefined);
  });

  it("a server with a log loses nothing that was answered", async () => {
    expectWork(await Promise.all(lanes.slice(0, 2)));
  });

  it("a server without one loses what was answered since its last snapshot began, and no more", async () => {
    const without = await Promise.all(lanes.slice(2));
    expectWork(without);
    expect(
      without.reduce((sum, { snapshots }) => sum + snapshots, 0),
      "rounds with a snapshot",
    ).to.be.above(0);
  });
});

/** One server that is killed and started again on the same files. */
async function killAgainAndAgain(lane: number, log: boolean): Promise<Lane> {
  const rounds = Math.floor((ROUNDS + lane) / LANES);
  let [answers, snapshots] = [0, 0];
  await using servers = await RealServers.start({ log, saveEveryMs: SAVE_EVERY_MS });
  const folder = join(servers.data, "server1");
  const writers = Array.from(
    { length: WRITERS },
    (_, i) => new Writer(`writer-${String(i)}`, servers.end(), KEYS),
  );
  for (let round = 1; round <= rounds; round++) {
    const startedAt = Date.now();
    const written = writers.map((writer) => writer.write());
    await new Promise((resolve) => setTimeout(resolve, LEAST_MS + Math.random() * (MOST_MS - LEAST_MS)));
    await servers.kill();
    await Promise.all(written);
    const began = snapshotBegan(folder);
    if (began > startedAt) snapshots += 1;
    await servers.restart();
    const where = `lane ${String(lane)}, round ${String(round)}, files ${readdirSync(folder).join(" ")}`;
    expect(servers.lines.join("\n"), where).not.to.include("corrupt");
    const promised = log ? Number.POSITIVE_INFINITY : began;
    const problems = await Promise.all(writers.map((writer) => writer.problems(promised)));
    expect(problems.flat(), where).to.deep.equal([]);
  }
  for (const writer of writers) answers += writer.answers;
  expect(readdirSync(folder).filter((name) => name.endsWith(".corrupt"))).to.deep.equal([]);
  return { rounds, answers, snapshots };
}

/** When the last whole snapshot began, ms since 1970: its file was made then. 0 without one. */
function snapshotBegan(folder: string): number {
  const file = join(folder, "kv_store_server1.json");
  if (!existsSync(file)) return 0;
  expect(readFileSync(file, "utf8")).to.match(/\n[0-9a-f]{40}$/);
  return statSync(file).birthtimeMs;
}

/** A test in which nothing is written proves nothing. */
function expectWork(lanes: readonly Lane[]): void {
  for (const { rounds, answers } of lanes) expect(answers, "writes answered").to.be.above(rounds * 5);
}

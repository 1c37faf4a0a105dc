import { expect } from "chai";
import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { readFileSync } from "node:fs";
import { missingPrograms } from "toolkit/tests/missingPrograms";
import { runClassCommand } from "../../src/class/runClassCommand";
import { queueOption, shownQueue } from "../../src/class/queue/classQueue";
import { tellWithoutWorkers } from "../../src/class/queue/tellWithoutWorkers";
import { classOf, gradeFolders, RIGHT, ROSTER, rowsOf, WRONG } from "../support/classFolders";
import { startRedis, type RedisServer } from "../support/redisServer";
import { runCommand } from "../support/runGrade";

/** Workers as processes, each of which is replaced when it is killed. */
class Workers {
  #living: ChildProcess[] = [];
  #isStopped = false;
  /** Times that one was killed. */
  lost = 0;
  /** Called when a worker begins to run tests. */
  onBegun: (worker: ChildProcess) => void = () => undefined;

  constructor(
    readonly url: string,
    count: number,
  ) {
    for (let at = 0; at < count; at++) this.#start();
  }

  stop(): void {
    this.#isStopped = true;
    for (const worker of this.#living) worker.kill("SIGKILL");
  }

  #start(): void {
    const program = join(__dirname, "../support/classWorkerProgram.ts");
    const worker = spawn(process.execPath, ["-r", "toolkit/register", program, this.url], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.#living.push(worker);
    worker.stdout.setEncoding("utf8").on("data", (text: string) => {
      if (text.includes("begun")) this.onBegun(worker);
    });
    worker.once("exit", () => {
      this.#living = this.#living.filter((one) => one !== worker);
      if (this.#isStopped) return;
      this.lost += 1;
      this.#start();
    });
  }
}

describe("class --queue", function () {
  this.timeout(240_000);
  const missing = missingPrograms("redis-server");
  let redis: RedisServer | undefined;
  let workers: Workers | undefined;

  before(async function () {
    if (missing.length > 0) return this.skip();
    redis = await startRedis();
  });

  afterEach(() => workers?.stop());
  after(() => redis?.stop());

  it(`loses nothing and doubles nothing when workers are killed, and stops a submission that kills them${
    missing.length > 0 ? ` (needs ${missing.join(", ")})` : ""
  }`, async () => {
    const files = {
      "ada/client.ts": RIGHT,
      "bob/client.ts": WRONG,
      "cy/client.ts": `${WRONG}// another\n`,
      "dee/client.ts": `${RIGHT}// POISON\n`,
      "eve/client.ts": `${RIGHT}// eve\n`,
    };
    const queued = classOf(files, `${ROSTER}eve,Eve E\n`);
    const pack = new Workers(redis!.url, 2);
    workers = pack;
    let kills = 3;
    pack.onBegun = (worker) => {
      if (kills-- > 0) setTimeout(() => worker.kill("SIGKILL"), Math.random() * 50);
    };
    await gradeFolders(queued, "--queue", redis!.url);
    const { dee, ...others } = rowsOf(queued);
    expect(dee?.reason).to.match(/the workers gave up after 3 tries/);
    // The three of the poisoned one, and ours.
    expect(pack.lost).to.be.greaterThan(3);
    const local = classOf(files, `${ROSTER}eve,Eve E\n`);
    await gradeFolders(local);
    expect({ ...others, dee: rowsOf(local).dee }).to.deep.equal(rowsOf(local));
    expect(readFileSync(join(queued.out, "students/bob/reports/sum/TestMany.replay.json"), "utf8")).to.equal(
      readFileSync(join(local.out, "students/bob/reports/sum/TestMany.replay.json"), "utf8"),
    );
  });

  it("goes on with what workers did while nobody waited for it", async () => {
    const folders = classOf({
      "ada/client.ts": `${RIGHT}// first\n`,
      "bob/client.ts": `${WRONG}// second\n`,
    });
    const stopped = new AbortController();
    let said = "";
    const { code } = await runCommand(
      runClassCommand,
      [
        "sum",
        "--submissions",
        folders.submissions,
        "--out",
        folders.out,
        "--roster",
        folders.roster,
        "--isolation",
        "none",
        "--queue",
        redis!.url,
      ],
      {
        signal: stopped.signal,
        printError: (text) => {
          said += text;
          if (said.includes("No worker with this kit and these walls listens for sum"))
            stopped.abort(new Error("interrupted"));
        },
      },
    );
    expect(code).to.equal(2);
    workers = new Workers(redis!.url, 1);
    await gradeFolders(folders, "--queue", redis!.url);
    expect(rowsOf(folders).ada).to.include({ kind: "graded", score: 10 });
    expect(rowsOf(folders).bob).to.include({ kind: "graded", score: 4 });
  });
});

describe("tellWithoutWorkers", () => {
  it("tells at once, and again when the last worker has gone, and looks over a Redis that does not answer", async () => {
    const counts: (number | Error)[] = [0, 0, new Error("gone"), 0, 2, new Error("gone"), 1, 0, 0];
    const over = new AbortController();
    const told: number[] = [];
    let looks = 0;
    const workers = (): Promise<number> => {
      const count = counts[looks++] ?? 0;
      if (looks === counts.length) over.abort();
      return count instanceof Error ? Promise.reject(count) : Promise.resolve(count);
    };
    const tell = (): void => void told.push(looks);
    await tellWithoutWorkers({ workers }, { tell, signal: over.signal, lookMs: 1 });
    expect(told).to.deep.equal([1, 8]);
  });
});

describe("--queue", () => {
  it("takes the address of a Redis, and says when there is none", async () => {
    const option = queueOption("");
    for (const url of ["localhost", "http://localhost", "redis://", "", "x"])
      expect(() => option.parseArg?.(url, undefined), url).to.throw(/redis:\/\/localhost:6379/);
    expect(option.parseArg?.("rediss://user:secret@host:7000/1", undefined)).to.be.a("string");
    expect(shownQueue("redis://user:secret@host:7000/1")).to.equal("redis://host:7000");
    const folders = classOf({ "ada/client.ts": RIGHT });
    // Nobody listens at that port.
    const { code, errors } = await gradeFolders(folders, "--queue", "redis://:secret@127.0.0.1:1");
    expect(code).to.equal(2);
    expect(errors)
      .to.match(/expected a Redis at redis:\/\/127\.0\.0\.1:1, got .*ECONNREFUSED/)
      .and.not.include("secret");
  }).timeout(60_000);
});

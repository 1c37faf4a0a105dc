import { expect } from "chai";
import { appendFileSync, cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { closeBrowser, openPage, type OpenPage, type PageOptions } from "toolkit/tests/chromium";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import { readLab } from "toolkit/labs/readLab";
import { findSubmission } from "toolkit/submission/findSubmission";
import { stage } from "../../../lab1/tests/stage";
import { runReplayCommand } from "../../src/replay/runReplayCommand";
import { runDebugCommand } from "../../src/debug/runDebugCommand";

const ROOT = join(__dirname, "../../..");
/** A clerk that tries again, and a server that does not know it. */
const NAIVE = join(ROOT, "corpus/lab1/chaffs/no-duplicate-check");

interface Served {
  readonly url: string;
  readonly reports: string;
  readonly end: () => Promise<number>;
}

/** Starts the command in this process, as a terminal would. */
async function served(...args: readonly string[]): Promise<Served> {
  const controller = new AbortController();
  const reports = temporaryFolder({});
  let printed = "";
  let problem = "";
  let found: (url: string) => void = () => undefined;
  const url = new Promise<string>((resolve) => {
    found = resolve;
  });
  const running = runDebugCommand([...args, "--no-open"], {
    root: ROOT,
    reports,
    cwd: ROOT,
    print: (text) => {
      printed += text;
      const [address] = /http:\S+/.exec(printed) ?? [];
      if (address !== undefined) found(address);
    },
    printError: (text) => (problem += text),
    color: false,
    terminal: false,
    signal: controller.signal,
  });
  const ended = running.then((code) => {
    if (!controller.signal.aborted) throw new Error(`exit code ${String(code)}: ${problem}`);
    return code;
  });
  ended.catch(() => undefined);
  return {
    url: await Promise.race([url, ended.then(() => "")]),
    reports,
    end: () => {
      controller.abort();
      return ended;
    },
  };
}

/** The base of a chaff with its mistake, or the solution, as a student's own folder. */
function copyOf(folder: string): string {
  const copy = temporaryFolder({});
  const { folder: found, dispose } = findSubmission(ROOT, readLab(ROOT, "lab1"), {
    kind: "folder",
    folder,
    cwd: ROOT,
  });
  cpSync(found, copy, { recursive: true });
  dispose();
  return copy;
}

async function replayed(
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly text: string }> {
  let text = "";
  const print = (more: string): void => {
    text += more;
  };
  const context = { root: ROOT, cwd: ROOT, print, printError: print, color: false, terminal: false };
  return { code: await runReplayCommand(args, context), text };
}

describe("the debugger in a browser", function () {
  this.timeout(240_000);
  const ends: (() => Promise<unknown>)[] = [];

  afterEach(async () => {
    for (const end of ends.splice(0)) await end();
  });
  after(closeBrowser);

  async function open(
    test: Mocha.Context,
    args: readonly string[],
    options?: PageOptions,
  ): Promise<OpenPage & Served> {
    const server = await served(...args);
    ends.push(server.end);
    const opened = await openPage(test, server.url, options);
    ends.unshift(() => opened.page.close());
    await opened.page.locator("html[data-ready]").waitFor();
    return { ...opened, ...server };
  }

  /** Does something, and waits until the page shows the state after it. */
  async function after1(page: Page, act: () => Promise<unknown>): Promise<void> {
    const place = (): Promise<string> =>
      page.evaluate("[document.documentElement.dataset.at, document.documentElement.dataset.branch].join()");
    const before = await place();
    await act();
    // The page's policy forbids what `waitForFunction` does.
    for (let tries = 0; (await place()) === before; tries++) {
      if (tries > 400) throw new Error(`expected a step from ${before}, got none`);
      await page.waitForTimeout(25);
    }
  }
  const at = (page: Page): Promise<number> => page.evaluate("Number(document.documentElement.dataset.at)");
  const verdict = (page: Page): Promise<string> => page.locator(".verdict .message").innerText();
  const words = (page: Page): Promise<string[]> => page.locator("[data-step]").allInnerTexts();

  async function start(page: Page, clerk: string, operation: string, args: string): Promise<void> {
    await page.getByLabel("clerk", { exact: true }).selectOption(clerk);
    await page.getByLabel("operation", { exact: true }).selectOption(operation);
    await page.getByLabel("arguments, as JSON").fill(args);
    await after1(page, () => page.getByRole("button", { name: "start", exact: true }).click());
  }

  it("lets a student lose a reply, so that an append is executed twice, in ten clicks at most", async function () {
    const { page, problems } = await open(this, ["lab1", "--submission", NAIVE]);
    let clicks = 0;
    const click = async (name: string, within = "body"): Promise<void> => {
      clicks += 1;
      await after1(page, () =>
        page.locator(within).getByRole("button", { name, exact: true }).first().click(),
      );
    };
    clicks += 1;
    await page.getByLabel("operation", { exact: true }).selectOption("append");
    await click("start");
    await click("deliver", '[data-kind="request"]');
    await click("lose", '[data-kind="reply"]');
    await click("to the failure");
    expect(await verdict(page)).to.match(/^✗ not linearizable/);
    expect(await page.locator('[data-host="server-0"] .state').innerText()).to.contain("xx");
    expect(clicks).to.be.at.most(10);
    expect(await words(page)).to.have.length.greaterThan(4);
    expect(Number(await page.locator(".live-picture").getAttribute("data-events"))).to.be.greaterThan(8);
    expect(problems).to.deep.equal([]);
    console.log(`      ${String(clicks)} clicks`);
    if (process.env["SHOTS"] !== undefined)
      await page.screenshot({ path: join(process.env["SHOTS"], "light.png") });
  });

  it("does to messages, timers and hosts what its buttons say", async function () {
    const { page, problems } = await open(this, ["lab1", "--submission", NAIVE]);
    const button =
      (within: string, name: string): (() => Promise<void>) =>
      () =>
        page.locator(within).getByRole("button", { name, exact: true }).first().click();
    await start(page, "clerk-a", "append", '"k", "x"');
    await after1(page, button('[data-kind="request"]', "copy"));
    expect(await page.locator('[data-kind="request"]').count()).to.equal(2);
    await after1(page, button('[data-kind="request"]', "hold"));
    expect(await page.locator(".held").count()).to.equal(1);
    await after1(page, button('[data-kind="request"]:not(.held)', "deliver"));
    expect(await page.locator('[data-host="server-0"] .state').innerText()).to.match(/#values\["k"\]\s+"x"/);
    await after1(page, button(".held", "lose"));
    expect((await words(page)).at(-1)).to.match(/^lost: request append/);
    await after1(page, button(".debugger-bar", "next event"));
    expect(await page.locator(".verdict .facts").innerText()).to.contain('1: ""');
    await after1(page, button('[data-host="server-0"]', "disconnect"));
    await start(page, "clerk-b", "get", '"k"');
    await after1(page, button('[data-kind="time-out"]', "fire"));
    expect((await words(page)).at(-1)).to.contain("clerk-b gives up waiting for server-0's reply");
    await after1(page, button('[data-host="server-0"]', "reconnect"));
    await after1(page, button('[data-host="clerk-b"]', "partition"));
    await after1(page, button(".hosts", "heal"));
    await after1(page, button('[data-host="server-0"]', "next event"));
    expect((await words(page)).at(-1)).to.match(/^server-0 receives get/);
    await page.getByText("one more clerk").click();
    await after1(page, button(".operations", "make it"));
    expect(await page.getByLabel("clerk", { exact: true }).locator("option").allInnerTexts()).to.include(
      "clerk-c",
    );
    await start(page, "clerk-c", "put", '"k", "z"');
    await after1(page, () =>
      page
        .locator('[data-host="server-0"]')
        .getByRole("button", { name: '#values["k"]', exact: true })
        .click(),
    );
    expect(await page.locator('[data-host="server-0"] .changed').first().innerText()).to.match(/"z"|\d/);
    expect(problems).to.deep.equal([]);
  });

  it("crashes and restarts hosts, which lose what they held", async function () {
    const { page, problems } = await open(this, ["lab4", "--solution", "--setup", "small"]);
    const follower = page.locator('[data-host="follower-2"]');
    const button = (name: string): (() => Promise<void>) => {
      return () => follower.getByRole("button", { name, exact: true }).click();
    };
    const held = (): Promise<string> => follower.locator(".state").innerText();
    // Until the leader has asked its followers what they have.
    for (let i = 0; i < 4; i++) await after1(page, () => page.locator('[data-do="next"]').click());
    await start(page, "clerk-a", "set", '"k", "x"');
    for (let i = 0; i < 8 && !(await held()).includes('"x"'); i++)
      await after1(page, () => page.locator('[data-do="next"]').click());
    expect(await held()).to.contain('"x"');
    await after1(page, button("crash"));
    expect((await words(page)).at(-1)).to.contain("crash(2)");
    expect(await follower.locator(".state td").count()).to.equal(0);
    await follower.getByRole("button", { name: "crash", exact: true }).click();
    await page.locator(".notice", { hasText: "crash" }).waitFor();
    await after1(page, button("restart"));
    expect((await words(page)).at(-1)).to.contain("restart(2)");
    expect(await follower.locator(".state td").count()).to.be.greaterThan(0);
    expect(await held()).to.not.contain('"x"');
    expect(problems).to.deep.equal([]);
  });

  it("goes back, keeps what was tried, and says what is not possible", async function () {
    const { page } = await open(this, ["lab1", "--submission", NAIVE]);
    await start(page, "clerk-a", "append", '"k", "x"');
    await after1(page, () => page.locator('[data-do="next"]').click());
    await after1(page, () => page.locator('[data-do="next"]').click());
    await after1(page, () => page.locator('[data-do="back"]').click());
    expect(await at(page)).to.equal(2);
    await after1(page, () => page.locator('[data-do="forward"]').click());
    await after1(page, () => page.locator('[data-do="back"]').click());
    await after1(page, () =>
      page.locator('[data-kind="reply"]').getByRole("button", { name: "lose" }).click(),
    );
    expect(await page.locator("details[data-branch]").count()).to.equal(2);
    await after1(page, () => page.locator('[data-do="failure"]').click());
    expect(await page.locator('details[data-branch="2"] .failed').count()).to.equal(1);
    await page.locator('details[data-branch="1"] summary').click();
    await after1(page, () => page.locator('details[data-branch="1"] [data-step="3"]').click());
    expect(await verdict(page)).to.match(/^✓ Nothing is wrong so far/);
    await page.getByLabel("arguments, as JSON").fill('"k"');
    await page.getByLabel("operation", { exact: true }).selectOption("put");
    await page.getByLabel("arguments, as JSON").fill('"k"');
    await page.getByRole("button", { name: "start", exact: true }).click();
    await page.locator(".notice", { hasText: "expected string" }).waitFor();
    expect(await at(page)).to.equal(3);
  });

  it("is worked by keys alone, dark and narrow", async function () {
    const { page, problems } = await open(this, ["lab1", "--submission", NAIVE], {
      colorScheme: "dark",
      width: 400,
      height: 800,
    });
    await page.getByLabel("operation", { exact: true }).focus();
    await page.keyboard.press("a");
    await page.getByLabel("arguments, as JSON").focus();
    await after1(page, () => page.keyboard.press("Enter"));
    await page.locator("h1").click();
    await page.evaluate("document.activeElement.blur()");
    await after1(page, () => page.keyboard.press("1"));
    await page.keyboard.press("ArrowDown");
    await after1(page, () => page.keyboard.press("l"));
    await page.evaluate("document.activeElement.blur()");
    await after1(page, () => page.keyboard.press("f"));
    expect(await verdict(page)).to.match(/^✗/);
    expect(await page.evaluate("document.documentElement.scrollWidth")).to.be.at.most(400);
    if (process.env["SHOTS"] !== undefined)
      await page.screenshot({ path: join(process.env["SHOTS"], "dark.png"), fullPage: true });
    await after1(page, () => page.keyboard.press("b"));
    await after1(page, () => page.keyboard.press("n"));
    expect(problems).to.deep.equal([]);
  });

  it("saves a line and files that lead to the same", async function () {
    const { page, reports } = await open(this, ["lab1", "--submission", NAIVE]);
    await start(page, "clerk-a", "append", '"k", "x"');
    await after1(page, () => page.locator('[data-do="next"]').click());
    await after1(page, () =>
      page.locator('[data-kind="reply"]').getByRole("button", { name: "lose" }).click(),
    );
    await after1(page, () => page.locator('[data-do="failure"]').click());
    const code = await page.getByLabel("code of this run").inputValue();
    await page.locator('[data-do="save-choices"]').click();
    await page.locator(".notice", { hasText: "choices.debug.json" }).waitFor();
    await page.locator('[data-do="save-scenario"]').click();
    await page.locator(".notice", { hasText: "scenario.ts" }).waitFor();
    const file = join(reports, "reports/lab1/debug/choices.debug.json");
    for (const replay of [code, file]) {
      const again = await open(this, ["replay", replay, "--submission", NAIVE]);
      expect(await verdict(again.page)).to.match(/^✗ not linearizable/);
      const right = await replayed(replay, "--solution");
      expect(right).to.include({ code: 0 });
      expect(await replayed(replay, "--submission", NAIVE)).to.include({ code: 1 });
    }
    const scenario = readFileSync(join(reports, "reports/lab1/debug/scenario.ts"), "utf8");
    expect(scenario).to.contain('stage.network.lose({"kind":"reply","from":"server-0","to":"clerk-a"});');
    const folder = copyOf(NAIVE);
    writeFileSync(join(folder, "scenarios.ts"), scenario);
    const table = await stage.judge(folder, { seeds: 1, mistake: "no-duplicate-check" });
    expect(table.rows[0]?.invalid, JSON.stringify(table)).to.equal(undefined);
    expect(table.rows[0]?.caught).to.deep.equal([0]);
  });

  it("loads the code again when it is saved, and says where the run goes another way", async function () {
    const folder = copyOf(join(ROOT, "solutions/lab1"));
    const { page } = await open(this, ["lab1", "--submission", folder]);
    await start(page, "clerk-a", "append", '"k", "x"');
    await after1(page, () => page.locator('[data-do="next"]').click());
    appendFileSync(join(folder, "server.ts"), "\n// nothing\n");
    await page.locator(".notice", { hasText: "lead to the same run" }).waitFor();
    const server = join(folder, "server.ts");
    writeFileSync(
      server,
      readFileSync(server, "utf8").replace("old + args.arg, old)", "old + args.arg, `${old}!`)"),
    );
    await page.locator(".notice", { hasText: "goes another way at event" }).waitFor();
  });

  it("says that the process has died, and keeps the choices", async function () {
    const folder = copyOf(join(ROOT, "solutions/lab1"));
    const { page } = await open(this, ["lab1", "--submission", folder]);
    await start(page, "clerk-a", "append", '"k", "x"');
    const server = join(folder, "server.ts");
    const right = readFileSync(server, "utf8");
    writeFileSync(
      server,
      `${right}\nconst kept: number[][] = [];\nfor (;;) kept.push(new Array<number>(1_000_000).fill(1));\n`,
    );
    await page.locator(".lost").waitFor({ timeout: 60_000 });
    expect(await words(page)).to.have.length(1);
    writeFileSync(server, right);
    await page.locator(".pending li").waitFor({ timeout: 60_000 });
    expect(await at(page)).to.equal(1);
  });

  it("debugs a test with its seed, to its failure", async function () {
    const { page } = await open(this, [
      "lab1",
      "--submission",
      NAIVE,
      "--test",
      "TestLostReplies",
      "--seed",
      "1",
    ]);
    await after1(page, () => page.locator('[data-do="failure"]').click());
    expect(await verdict(page)).to.match(/^✗/);
    expect(await page.locator(".operations").isVisible()).to.equal(false);
  });

  it("takes what students write for text", async function () {
    const { page, problems } = await open(this, ["lab1", "--solution"]);
    await start(
      page,
      "clerk-a",
      "put",
      JSON.stringify("<img src=x onerror=document.title='bad'>").concat(', "<b>x</b>"'),
    );
    await after1(page, () => page.locator('[data-do="next"]').click());
    expect(await page.locator(".hosts img, .pending img, .path img, .hosts td b").count()).to.equal(0);
    expect(await page.title()).to.equal("Be the network");
    expect(problems).to.deep.equal([]);
  });
});

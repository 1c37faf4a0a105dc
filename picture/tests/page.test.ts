import { expect } from "chai";
import type { RunRecord } from "labrpc/testing";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { renderPicture } from "../src/renderPicture";
import { closeBrowser, openPage, type OpenPage, type PageOptions } from "toolkit/tests/chromium";
import { event, madeRecord } from "./support/madeRecord";
import { syntheticRecord } from "./support/syntheticRecord";

const LOST_REPLY = JSON.parse(
  readFileSync(join(__dirname, "fixtures", "lost-reply.json"), "utf8"),
) as RunRecord;
const FAILING = "[data-failing-operation]";

describe("the picture in a browser", () => {
  const folder = mkdtempSync(join(tmpdir(), "picture-"));
  const open: Page[] = [];
  let small: string;
  let large: string;

  before(() => {
    small = write("small", LOST_REPLY);
    large = write("large", syntheticRecord(50_000));
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((page) => page.close()));
  });
  after(async () => {
    await closeBrowser();
    rmSync(folder, { recursive: true, force: true });
  });

  function write(name: string, record: RunRecord): string {
    const file = join(folder, `${name}.html`);
    writeFileSync(file, renderPicture(record));
    return file;
  }

  async function show(test: Mocha.Context, file: string, options?: PageOptions): Promise<OpenPage> {
    const opened = await openPage(test, file, options);
    open.push(opened.page);
    await opened.page.locator("html[data-ready]").waitFor();
    await drawn(opened.page);
    return opened;
  }

  /** Waits until what was asked for is on the canvas. */
  async function drawn(page: Page): Promise<void> {
    await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
  }

  /** A long run opens with the failure's key alone. */
  async function showAllKeys(page: Page): Promise<void> {
    const field = page.getByLabel("show one key");
    expect(await field.inputValue()).to.not.equal("");
    await field.fill("");
    await field.blur();
    await drawn(page);
  }

  async function press(page: Page, ...keys: string[]): Promise<void> {
    for (const key of keys) await page.keyboard.press(key);
    await drawn(page);
  }

  /** A figure that the stage tells of its last frame. */
  async function figure(page: Page, name: "from" | "until" | "drawn" | "arrows"): Promise<number> {
    return Number(await page.locator(".stage").getAttribute(`data-${name}`));
  }

  const selected = (page: Page): Promise<string> => page.locator("[aria-live]").innerText();

  it("has the hint, and who waits for whom, open", async function () {
    const details = ["server-1 waits for server-0 to answer replicate() called at server.ts:43:24"];
    const failure = { ...LOST_REPLY.failure, details, hint: "Which replica has it?" };
    const file = write("waits", { ...LOST_REPLY, failure });
    for (const [colorScheme, width] of [
      ["light", 1400],
      ["dark", 400],
    ] as const) {
      const { page, problems } = await show(this, file, { colorScheme, width, height: 900 });
      expect(await page.locator('[data-fact="hint"]').innerText()).to.equal("Which replica has it?");
      expect(await page.locator(".failure details summary").innerText()).to.equal("Who waits for whom");
      expect(await page.locator(".failure details pre").isVisible()).to.equal(true);
      expect(await page.evaluate("document.documentElement.scrollWidth")).to.be.at.most(width);
      expect(problems).to.deep.equal([]);
    }
  });

  it("says on a narrow page what the failing operation came to, all of it in view", async function () {
    const message = 'put("key","a value",1) threw ErrVersion: somebody else wrote';
    const events = [
      event(0, "begin", "client", undefined, 1, 'put("key","a value",1)'),
      event(9, "error", "client", undefined, 1, `${message} before`),
    ];
    const file = write("narrow", madeRecord(events, { failure: { message, details: [] } }));
    for (const width of [400, 1400]) {
      const { page } = await show(this, file, { width, height: 900 });
      const pill = page.locator(FAILING);
      expect(await pill.innerText()).to.match(/threw ErrVersion/);
      const edges = await pill.boundingBox();
      expect((edges?.x ?? 0) + (edges?.width ?? Infinity)).to.be.at.most(width);
      const cut = "((pill) => pill.scrollWidth - pill.clientWidth)(document.querySelector('.failing-pill'))";
      expect(await page.evaluate(cut)).to.be.at.most(0);
    }
  });

  it("shows the student's line as text, with a mark below it", async function () {
    const frame = [
      "  1 | <img src=x onerror=alert(1)>",
      `> 2 |   return "${"x".repeat(90)}";`,
      "    |   ^",
      "  3 | }",
    ];
    const file = write("frame", { ...LOST_REPLY, failure: { ...LOST_REPLY.failure, frame } });
    for (const [colorScheme, width] of [
      ["light", 1400],
      ["dark", 400],
    ] as const) {
      const { page, problems } = await show(this, file, { colorScheme, width, height: 900 });
      const shown = page.locator(".failure pre.frame");
      expect(await shown.innerText()).to.equal(frame.join("\n"));
      expect(await page.locator("img").count()).to.equal(0);
      expect(await page.evaluate("document.documentElement.scrollWidth")).to.be.at.most(width);
      expect(problems).to.deep.equal([]);
    }
  });

  it("says what failed, and shows the failing operation", async function () {
    const { page, problems } = await show(this, small);
    expect(await page.locator("h1").innerText()).to.contain('append("k", "a1 ") → "a1 b1 "');
    expect(await page.locator('[data-fact="expected"]').innerText()).to.contain("one order");
    expect(await page.locator('[data-fact="replay"]').innerText()).to.contain("--seed 5");
    expect(await page.locator(".why").innerText()).to.contain("has no place in any order");
    const failing = page.locator(FAILING);
    expect(await failing.isVisible()).to.equal(true);
    expect(await failing.innerText()).to.contain("no order explains this answer");
    expect(await page.getByRole("button", { name: /failing operation: clerk-a: append/ }).count()).to.equal(
      1,
    );
    expect(await selected(page)).to.match(/clerk-a finished append/);
    // All of a small run is in view.
    expect(await figure(page, "arrows")).to.equal(8);
    expect(problems).to.deep.equal([]);
  });

  it("has the likelihood of the failure above the diagram, where it was measured", async function () {
    const text = "From 0.6 ms on the failure is certain: then the reply was lost.";
    const points = [
      { at: 0, events: 0, part: 0.07, low: 0.03, high: 0.14, step: false },
      { at: 0.6, events: 8, part: 0.07, low: 0.03, high: 0.14, step: true },
      { at: 1_000, events: 12, part: 1, low: 0.96, high: 1, step: true },
      { at: 1_050, events: 14, part: 1, low: 0.96, high: 1, step: false },
    ];
    const file = write("curve", { ...LOST_REPLY, likelihood: { text, points } });
    for (const [colorScheme, width] of [
      ["light", 1400],
      ["dark", 400],
    ] as const) {
      const { page, problems } = await show(this, file, { colorScheme, width, height: 900 });
      expect(await page.locator(".likelihood p").innerText()).to.equal(text);
      // Red, and not at the end alone, as wide as the diagram.
      const red = await page.evaluate(`(() => {
        const canvas = document.querySelector(".likelihood canvas");
        const { data, width } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        const bad = getComputedStyle(document.documentElement).getPropertyValue("--bad").trim();
        const [r, g, b] = [1, 3, 5].map((at) => parseInt(bad.slice(at, at + 2), 16));
        const columns = new Set();
        for (let i = 0; i < data.length; i += 4)
          if (data[i] === r && data[i + 1] === g && data[i + 2] === b) columns.add((i / 4) % width);
        return Math.max(...columns) - Math.min(...columns);
      })()`);
      expect(red).to.be.greaterThan(width / 5);
      expect(await page.evaluate("document.documentElement.scrollWidth")).to.be.at.most(width);
      expect(problems).to.deep.equal([]);
    }
    const { page } = await show(this, small);
    expect(await page.locator(".likelihood").count()).to.equal(0);
  });

  it("is stepped through by keys, which ? shows", async function () {
    const { page, problems } = await show(this, small);
    const first = await selected(page);
    await press(page, "ArrowRight");
    expect(await selected(page))
      .to.contain('clerk-b begins get("k")')
      .and.not.equal(first);
    await press(page, "ArrowLeft");
    expect(await selected(page)).to.equal(first);
    await press(page, "ArrowUp");
    expect(await selected(page)).to.contain("clerk-a begins append");
    await press(page, "End", "Shift+ArrowLeft");
    expect(await selected(page)).to.match(/clerk-b/);
    await press(page, "Home");
    expect(await selected(page)).to.contain("server-0 starts");
    await press(page, "f");
    expect(await selected(page)).to.equal(first);
    await press(page, "Escape");
    expect(await selected(page)).to.contain("Nothing is selected");
    await press(page, "?");
    expect(await page.locator("dialog").innerText())
      .to.contain("previous event")
      .and.to.contain("Shift →");
    await press(page, "Escape");
    expect(await page.locator("dialog").isVisible()).to.equal(false);
    expect(problems).to.deep.equal([]);
  });

  it("shows a message in full under the pointer, and what belongs to it after a click", async function () {
    const { page } = await show(this, small);
    const canvas = page.locator(".canvas");
    const { width, height } = (await canvas.boundingBox())!;
    // Somewhere in the lanes there are messages; the pointer looks for one, as a student does.
    let found = "";
    for (let y = 110; y < height - 20 && found === ""; y += 24) {
      for (let x = 150; x < width && found === ""; x += 12) {
        await canvas.hover({ position: { x, y }, force: true });
        const tip = page.locator(".tooltip");
        if ((await tip.isVisible()) && (await tip.innerText()).includes("→ server-0")) {
          found = await tip.innerText();
          await canvas.click({ position: { x, y }, force: true });
        }
      }
    }
    expect(found)
      .to.match(/append: clerk-\w → server-0/)
      .and.to.contain('"arg": "');
    await drawn(page);
    expect(await page.locator(".detail").innerText())
      .to.contain("step by step")
      .and.to.contain('"key": "k"');
  });

  it("filters by host, key and kind", async function () {
    const { page } = await show(this, large);
    await showAllKeys(page);
    await press(page, "0");
    const all = await figure(page, "arrows");
    await page.locator('[data-filter="kinds"] summary').click();
    await page.locator('[data-kind="replies"]').uncheck();
    await drawn(page);
    const requests = await figure(page, "arrows");
    expect(requests).to.be.within(all * 0.4, all * 0.7);
    await page.getByLabel("show one key").fill("plum");
    await drawn(page);
    const plums = await figure(page, "arrows");
    expect(plums).to.be.within(requests * 0.15, requests * 0.35);
    await page.locator('[data-filter="kinds"] summary').click();
    await page.locator('[data-filter="hosts"] summary').click();
    await page.locator('[data-host="clerk-3"]').uncheck();
    await drawn(page);
    expect(await figure(page, "arrows")).to.be.within(1, plums - 1);
    expect(await page.locator('[data-filter="hosts"] summary').innerText()).to.contain("10 of 11");
    await press(page, "Escape");
    expect(await page.locator("details.popover[open]").count()).to.equal(0);
    await page.locator('[data-tab="events"]').click();
    expect(await page.locator(".list").innerText())
      .to.contain('"plum"')
      .and.not.to.contain('"fig"');
  });

  it("finds what is searched for", async function () {
    const { page } = await show(this, large);
    await showAllKeys(page);
    await press(page, "/");
    await page.keyboard.type("served put clerk-5");
    await page.keyboard.press("Enter");
    await drawn(page);
    expect(await selected(page)).to.match(/server-\d prints served put for clerk-5/);
    const count = await page.locator(".count").innerText();
    expect(count).to.match(/^\d+ of \d+$/);
    const before = await selected(page);
    await page.keyboard.press("Enter");
    await drawn(page);
    expect(await selected(page)).to.not.equal(before);
    expect(await page.locator(".row.match").count()).to.be.above(0);
  });

  it("draws 50,000 events with few elements, and moves, zooms and steps in them", async function () {
    const { page, problems } = await show(this, large);
    await showAllKeys(page);
    const elements = (): Promise<number> => page.locator("*").count();
    expect(await page.locator(FAILING).innerText()).to.contain("no order explains this answer");
    expect(await page.locator('[data-tab="events"]').innerText()).to.match(/50,000/);
    const least = await elements();
    expect(least).to.be.below(900);
    expect(await figure(page, "drawn")).to.be.below(1_500);
    await press(page, "0");
    // Everything is counted, though not every message gets a line.
    expect(await figure(page, "arrows")).to.be.above(15_000);
    expect(await figure(page, "drawn")).to.be.below(4_000);
    expect(await page.locator(FAILING).isVisible()).to.equal(true);
    const whole = (await figure(page, "until")) - (await figure(page, "from"));
    const canvas = page.locator(".canvas");
    await canvas.hover({ position: { x: 600, y: 200 } });
    await page.mouse.wheel(0, -600);
    await drawn(page);
    const zoomed = (await figure(page, "until")) - (await figure(page, "from"));
    expect(zoomed).to.be.below(whole / 2);
    const left = await figure(page, "from");
    await page.mouse.down();
    await page.mouse.move(400, 600, { steps: 3 });
    await page.mouse.up();
    await drawn(page);
    expect(await figure(page, "from")).to.not.equal(left);
    await press(page, "f", ...Array.from({ length: 10 }, () => "ArrowLeft"));
    expect(await page.locator(".row.selected, .detail .story").count()).to.be.above(0);
    await press(page, "+", "+", "-", "d", "a");
    expect(await elements()).to.be.below(least + 250);
    expect(problems).to.deep.equal([]);
  });

  it("says where the failing operation is when it is not in view", async function () {
    const { page } = await show(this, large);
    await press(page, "Home", "+", "+", "+");
    const failing = page.locator(FAILING);
    expect(await failing.innerText()).to.contain("▶");
    await failing.click();
    await drawn(page);
    expect(await failing.innerText()).to.contain("✗");
  });

  it("follows the system's colours, and changes them on demand", async function () {
    for (const [scheme, ground, other] of [
      ["light", "rgb(255, 255, 255)", "rgb(20, 24, 31)"],
      ["dark", "rgb(20, 24, 31)", "rgb(255, 255, 255)"],
    ] as const) {
      const { page } = await show(this, small, { colorScheme: scheme });
      const color = (): Promise<unknown> => page.evaluate("getComputedStyle(document.body).backgroundColor");
      expect(await color()).to.equal(ground);
      await page.evaluate("localStorage.clear()");
      await page.locator('[data-action="theme"]').click();
      expect(await color()).to.equal(other);
      await page.evaluate("localStorage.clear()");
    }
  });

  it("shows what students print and send as text, whatever it is", async function () {
    const evil = `</script><script>window.hurt=1</script><img src=x onerror="window.hurt=1"><!--\u2028\u2029\`'"&`;
    const record = madeRecord(
      [
        event(1, "begin", "client", undefined, 3, `get(${JSON.stringify(evil)})`),
        event(1, "call", "client", "server", 1, `get(${JSON.stringify({ key: evil })})`),
        event(2, "deliver", "server", "client"),
        event(2.5, "console", "server", undefined, 0, evil),
        event(3, "lost-reply", "server", "client"),
      ],
      {
        test: evil,
        hosts: ["server", "client", evil],
        failure: { message: evil, expected: evil, got: evil, place: evil, details: [evil], replay: evil },
        cause: [evil],
        spans: [{ kind: "crashed", from: 1, until: null, groups: [[evil]], text: evil }],
        faults: [{ id: 1, at: 3, text: evil }],
      },
    );
    const { page, problems } = await show(this, write("evil", record));
    await press(page, "ArrowLeft", "ArrowLeft", "End", "Home");
    await page.locator('[data-filter="hosts"] summary').click();
    expect(await page.locator("h1").innerText()).to.contain("<img src=x");
    expect(await page.locator(".list").innerText()).to.contain("<img src=x");
    expect(await page.locator("img, #app script").count()).to.equal(0);
    expect(await page.evaluate("window.hurt")).to.equal(undefined);
    expect(problems).to.deep.equal([]);
  });

  it("does without faults, history, messages and events", async function () {
    for (const [name, record] of [
      ["none", madeRecord([])],
      ["one", madeRecord([event(1, "start", "server")])],
      ["dropped", madeRecord([event(900, "late", "client", "server")], { complete: false })],
    ] as const) {
      const { page, problems } = await show(this, write(name, record));
      await press(page, "ArrowRight", "ArrowRight", "+", "0", "f", "ArrowDown");
      expect(await page.locator("h1").innerText()).to.equal("it failed");
      expect(problems).to.deep.equal([]);
    }
  });
});

import { expect } from "chai";
import type { RunRecord } from "labrpc/testing";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { closeBrowser, openPage, type OpenPage, type PageOptions } from "toolkit/tests/chromium";
import { renderPicture } from "../src/renderPicture";
import { event, madeRecord } from "./support/madeRecord";

const TWINS = JSON.parse(readFileSync(join(__dirname, "fixtures", "twins.json"), "utf8")) as RunRecord;
const VALUE = '[data-path="#values[\\"k\\"]"]';

describe("the state of hosts in a browser", () => {
  const folder = mkdtempSync(join(tmpdir(), "picture-state-"));
  const open: Page[] = [];

  afterEach(async () => {
    await Promise.all(open.splice(0).map((page) => page.close()));
  });
  after(async () => {
    await closeBrowser();
    rmSync(folder, { recursive: true, force: true });
  });

  async function show(test: Mocha.Context, record: RunRecord, options?: PageOptions): Promise<OpenPage> {
    const file = join(folder, "page.html");
    writeFileSync(file, renderPicture(record));
    const opened = await openPage(test, file, options);
    open.push(opened.page);
    await opened.page.locator("html[data-ready]").waitFor();
    return opened;
  }

  const now = (page: Page): Promise<string> => page.locator(".state-now").innerText();

  it("says what tells most, and marks what changed and what is not so in the run that passes", async function () {
    for (const [colorScheme, width] of [
      ["light", 1400],
      ["dark", 400],
    ] as const) {
      const { page, problems } = await show(this, TWINS, { colorScheme, width, height: 900 });
      expect(await page.locator(".why").innerText())
        .to.contain('`#values["k"]` went from "a1 " to "a1 a1 "')
        .and.to.contain("without the lost reply");
      await page.locator('[data-action="state-telling"]').click();
      expect(await now(page)).to.match(/^Change \d+ of \d+, at 1050\.1 ms: .* on server-0\.$/);
      expect(await page.locator("[aria-live]").first().innerText()).to.contain("server-0 receives append");
      const value = page.locator(VALUE);
      expect(await value.innerText())
        .to.contain('"a1 a1 "')
        .and.to.contain('was "a1 "')
        .and.to.contain('twin: "a1 "');
      expect(await value.getAttribute("class"))
        .to.contain("changed")
        .and.to.contain("apart");
      expect(await page.evaluate("document.documentElement.scrollWidth")).to.be.at.most(width);
      expect(problems).to.deep.equal([]);
    }
  });

  it("steps from change to change by keys, and follows the selected event", async function () {
    const { page, problems } = await show(this, TWINS);
    await page.locator('[data-action="state-telling"]').click();
    const telling = await now(page);
    await page.keyboard.press(",");
    expect(await now(page)).to.not.equal(telling);
    await page.keyboard.press(".");
    expect(await now(page)).to.equal(telling);
    await page.keyboard.press("Home");
    expect(await now(page)).to.contain("Before the first change");
    await page.keyboard.press("End");
    expect(await now(page)).to.match(/^Change (\d+) of \1,/);
    await page.keyboard.press("?");
    expect(await page.locator("dialog").innerText()).to.contain("next change of a host's state");
    expect(problems).to.deep.equal([]);
  });

  it("finds when a field became this, by a click on its value and by words", async function () {
    const { page } = await show(this, TWINS);
    await page.keyboard.press("End");
    await page.locator(".state-tools input").fill("#values");
    await page.locator(`${VALUE} button`).click();
    expect(await now(page)).to.contain("at 1050.1 ms");
    await page.locator(".state-tools input").fill('#values["k"] = "a1 "');
    await page.keyboard.press("Enter");
    expect(await page.locator(VALUE).innerText())
      .to.contain('"a1 "')
      .and.to.contain("new");
    // What is typed is no step.
    expect(await page.locator(".state-tools input").inputValue()).to.equal('#values["k"] = "a1 "');
  });

  it("shows names and values as text, whatever they are", async function () {
    const evil = `</script><img src=x onerror="window.hurt=1">`;
    const change = { step: 1, event: 1, at: 1, host: "server", object: evil, path: evil, after: evil };
    const { page, problems } = await show(
      this,
      madeRecord([event(1, "start", "server")], { state: { changes: [change], complete: false } }),
    );
    await page.locator('[data-tab="state"]').click();
    expect(await page.locator(".state").innerText())
      .to.contain("<img src=x")
      .and.to.contain("Not all of the run is told");
    expect(await page.locator("img").count()).to.equal(0);
    expect(problems).to.deep.equal([]);
  });
});

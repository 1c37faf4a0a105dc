import { expect } from "chai";
import type { Page } from "playwright-core";
import { closeBrowser, openPage } from "toolkit/tests/chromium";
import { readMiniRedisPlaces } from "../client/serverPlaces";
import { dashboardServer } from "../dashboard/dashboardServer";
import { LiveDashboard } from "../dashboard/LiveDashboard";
import { MiniRedisSampler } from "../dashboard/MiniRedisSampler";
import { TcpEnd } from "../tcp/TcpEnd";
import { RealServers } from "./support/RealServers";

/** Seldom enough that a browser on a busy machine is done with one sample before the next one comes. */
const EVERY_MS = 250;

describe("lab 5: the dashboard", () => {
  let servers: RealServers;
  let ends: TcpEnd[] = [];
  let app: ReturnType<typeof dashboardServer>;
  let address: string;
  const open: Page[] = [];

  beforeEach(async () => {
    servers = await RealServers.start({ servers: 3 });
    const places = readMiniRedisPlaces(servers.places);
    ends = places.map((place) => new TcpEnd({ ...place, timeoutMs: 500 }));
    const infos = places.map((place, index) => ({ ...place, end: ends[index]! }));
    const sampler = new MiniRedisSampler(infos);
    app = dashboardServer(new LiveDashboard(() => sampler.sample(), EVERY_MS), sampler);
    address = await app.listen({ host: "127.0.0.1", port: 0 });
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((page) => page.close()));
    for (const end of ends) end.close();
    await app.close();
    await servers[Symbol.asyncDispose]();
  });
  after(closeBrowser);

  async function show(test: Mocha.Context, colorScheme: "light" | "dark", locale = "en-US"): Promise<Page> {
    const { page, problems } = await openPage(test, address, { colorScheme, locale, width: 1000 });
    open.push(page);
    await page.locator("html[data-samples]").waitFor();
    expect(problems).to.deep.equal([]);
    return page;
  }

  async function background(page: Page): Promise<string> {
    return page.evaluate("getComputedStyle(document.body).backgroundColor");
  }

  it("shows keys, times to live and requests of each server as they change", async function () {
    const page = await show(this, "light");
    const second = page.locator('[data-server="2"]');
    expect(await second.locator(".state").innerText()).to.equal("up");
    const end = servers.end(2);
    const markup = "<b>k</b>";
    await end.call("handle", { command: "SET", key: markup, value: "x" });
    await end.call("handle", { command: "SET", key: "session", value: "x" });
    await end.call("handle", { command: "EXPIRE", key: "session", ttl: 60 });
    const row = second.locator("tbody tr");
    await second.locator("tr.expires").waitFor();
    const [key, ttl] = await row.nth(0).locator("td").allInnerTexts();
    expect(key, "the key that expires comes first").to.equal("session");
    expect(ttl).to.match(/^(1 min|59 s)$/);
    expect(await row.nth(1).locator("td").allInnerTexts()).to.deep.equal([markup, "no expiration"]);
    expect(await page.locator("#total-keys").innerText()).to.equal("2");
    expect(await page.locator("#with-ttl").innerText()).to.equal("1");
  });

  it("shows load, and counts none of its own", async function () {
    const page = await show(this, "dark");
    const rate = page.locator("#rate");
    await page.waitForFunction("Number(document.documentElement.dataset.samples) >= 5");
    expect(await rate.innerText()).to.equal("0");
    const end = servers.end(1);
    const until = Date.now() + 1_500;
    const load = (async () => {
      while (Date.now() < until) await end.call("handle", { command: "GET", key: "k" });
    })();
    await page.waitForFunction("Number(document.getElementById('rate').textContent.replace(/,/g, '')) > 50");
    await load;
    await page.waitForFunction("document.getElementById('rate').textContent === '0'");
  });

  it("shows a server that is killed, and that it is back", async function () {
    const page = await show(this, "light");
    const third = page.locator('[data-server="3"]');
    await servers.kill(3);
    await page.locator('[data-server="3"].down').waitFor();
    await page.getByText("server-3 does not answer (connection refused)").waitFor();
    expect(await third.locator(".state").innerText()).to.equal("down");
    expect(await page.locator("#up").innerText()).to.equal("2 of 3");
    await servers.restart(3);
    await page.locator('[data-server="3"].up').waitFor();
  });

  it("turns the pages of thousands of keys, and finds those that expire", async function () {
    const end = servers.end(1);
    const keys = Array.from({ length: 2_345 }, (_, i) => `user:${String(i).padStart(4, "0")}`);
    await Promise.all(keys.map((key) => end.call("handle", { command: "SET", key, value: "x" })));
    for (const [key, ttl] of [
      ["user:1999", 7_300],
      ["user:0777", 90],
    ] as const)
      await end.call("handle", { command: "EXPIRE", key, ttl });
    const page = await show(this, "light");
    const first = page.locator('[data-server="1"]');
    const shown = async (): Promise<string[]> => first.locator("tbody td:first-child").allInnerTexts();
    await first.getByText("1–20 of 2,345 keys").waitFor();
    await page.waitForFunction("document.querySelectorAll('[data-server=\"1\"] tr.expires').length === 2");
    expect((await shown()).slice(0, 3)).to.deep.equal(["user:0777", "user:1999", "user:0000"]);
    await first.locator(".later").click();
    await first.getByText("21–40 of 2,345 keys").waitFor();
    expect((await shown())[0]).to.equal("user:0018");
    await first.locator(".earlier").click();
    await first.getByText("1–20 of 2,345 keys").waitFor();

    await page.locator("#find").fill("user:23");
    await first.getByText("1–20 of 45 keys").waitFor();
    expect((await shown())[0]).to.equal("user:2300");
    await page.locator("#only-ttl").check();
    await first.getByText("no such keys").waitFor();
    await page.locator("#find").fill("");
    await first.getByText("2 keys", { exact: true }).waitFor();
    expect(await shown()).to.deep.equal(["user:0777", "user:1999"]);
    expect(await first.locator("tr.expires td:last-child").allInnerTexts()).to.satisfy(
      ([soon, late]: string[]) => /^1 min \d+ s$/.test(soon ?? "") && late === "2 h 1 min",
    );
  });

  it("counts at its axes as the reader does, and rounds no tick away", async function () {
    const page = await show(this, "light", "de-DE");
    // What is drawn on a canvas cannot be asked for afterwards.
    await page.addInitScript(
      "window.drawn = []; const draw = CanvasRenderingContext2D.prototype.fillText;" +
        "CanvasRenderingContext2D.prototype.fillText = function (text, ...at) { window.drawn.push(text); return draw.call(this, text, ...at); };",
    );
    await page.reload();
    await page.waitForFunction("Number(document.documentElement.dataset.samples) >= 5");
    const drawn = await page.evaluate<string[]>("[...new Set(window.drawn)]");
    expect(drawn.filter((text) => !text.includes(":"))).to.have.members(["0", "5", "10"]);
    const times = drawn.filter((text) => text.includes(":"));
    expect(times).to.not.be.empty;
    for (const time of times) expect(time).to.match(/^\d?\d:\d\d:\d\d$/);
    expect(await page.locator("#connection").innerText()).to.match(/^as of \d?\d:\d\d:\d\d$/);
  });

  it("is as wide as its place, with and without a scroll bar", async function () {
    const page = await show(this, "light");
    const widths = (): Promise<number[]> =>
      page.evaluate("['#chart', '.uplot'].map((part) => document.querySelector(part).clientWidth)");
    for (const width of [1400, 400, 900]) {
      await page.setViewportSize({ width, height: 800 });
      await page.waitForFunction(
        "document.querySelector('.uplot').clientWidth === document.querySelector('#chart').clientWidth",
      );
      const [place = 0] = await widths();
      expect(place).to.be.within(0.7 * Math.min(width, 1216), width);
    }
  });

  it("is light or dark as the reader wants it, and narrow without scrolling sideways", async function () {
    const light = await show(this, "light");
    const dark = await show(this, "dark");
    expect(await background(light)).not.to.equal(await background(dark));
    await light.setViewportSize({ width: 360, height: 800 });
    await light.waitForFunction("document.querySelector('.uplot').clientWidth <= 340");
    expect(await light.evaluate("document.documentElement.scrollWidth")).to.be.at.most(360);
  });
});

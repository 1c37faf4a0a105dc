import { expect } from "chai";
import type { Page } from "playwright-core";
import { closeBrowser, openPage } from "toolkit/tests/chromium";
import { readMiniRedisPlaces } from "../client/serverPlaces";
import { dashboardServer } from "../dashboard/dashboardServer";
import { LiveDashboard } from "../dashboard/LiveDashboard";
import { MiniRedisSampler } from "../dashboard/MiniRedisSampler";
import { TcpEnd } from "../tcp/TcpEnd";
import { RealServers } from "./support/RealServers";

const EVERY_MS = 50;

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
    app = dashboardServer(new LiveDashboard(() => sampler.sample(), EVERY_MS));
    address = await app.listen({ host: "127.0.0.1", port: 0 });
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((page) => page.close()));
    for (const end of ends) end.close();
    await app.close();
    await servers[Symbol.asyncDispose]();
  });
  after(closeBrowser);

  async function show(test: Mocha.Context, colorScheme: "light" | "dark"): Promise<Page> {
    const { page, problems } = await openPage(test, address, { colorScheme, width: 1000 });
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
    await row.nth(1).waitFor();
    expect(await row.nth(0).locator("td").allInnerTexts()).to.deep.equal([markup, "no expiration"]);
    const [key, ttl] = await row.nth(1).locator("td").allInnerTexts();
    expect(key).to.equal("session");
    expect(ttl).to.match(/^(60|59) s$/);
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
    expect(await third.locator(".message").innerText()).to.include(String(servers.port(3)));
    expect(await page.locator("#up").innerText()).to.equal("2 of 3");
    await servers.restart(3);
    await page.locator('[data-server="3"].up').waitFor();
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

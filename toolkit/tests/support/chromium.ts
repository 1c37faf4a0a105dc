import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { Context } from "mocha";
import { chromium, type Browser, type Page } from "playwright-core";

/** Where Chromium and its relatives are installed. The environment variable CHROMIUM comes first. */
const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

/** It must run as root, in a container, and without a network. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const MISSING =
  "expected Chromium for the tests of HTML pages, got none; install it (Debian: apt-get install chromium) or set CHROMIUM to its path";

/** Whether somebody was told that there is no browser. */
let told = false;
let browser: Promise<Browser> | undefined;

/** A page that was opened for one test. */
export interface OpenPage {
  readonly page: Page;
  /** What went wrong in it: errors, messages on its console, and addresses that it asked for. */
  readonly problems: string[];
}

export interface PageOptions {
  readonly colorScheme?: "light" | "dark";
  readonly javaScriptEnabled?: boolean;
  /** The reader's, such as "de-DE"; that of the browser by default. */
  readonly locale?: string;
  readonly width?: number;
  readonly height?: number;
  /** Pixels of the screen for each pixel of CSS; 1 by default. */
  readonly deviceScaleFactor?: number;
}

/**
 * Opens a page in a browser that all tests share. Without a browser the test is skipped, on CI it fails.
 *
 * @param place a file, absolute; or the address of a server, which may be asked for more
 */
export async function openPage(test: Context, place: string, options: PageOptions = {}): Promise<OpenPage> {
  const opened = await launchPage(place, options);
  if (opened !== undefined) return opened;
  if (process.env["CI"] !== undefined) throw new Error(MISSING);
  if (!told) process.stderr.write(`skipped: ${MISSING}\n`);
  told = true;
  return test.skip();
}

/**
 * The same outside a test.
 *
 * @returns undefined when there is no browser
 */
export async function launchPage(place: string, options: PageOptions = {}): Promise<OpenPage | undefined> {
  const executablePath = [process.env["CHROMIUM"] ?? "", ...PLACES].find((place) => existsSync(place));
  if (executablePath === undefined) return undefined;
  browser ??= chromium.launch({ executablePath, args: FLAGS });
  const { width = 1440, height = 900, ...others } = options;
  const url = /^https?:/.test(place) ? new URL(place) : pathToFileURL(place);
  const allowed = url.protocol === "file:" ? /^(file|data):/ : new RegExp(`^(${url.origin}/|data:)`);
  const page = await (await browser).newPage({ viewport: { width, height }, ...others });
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => problems.push(message.text()));
  page.on("request", (request) => {
    if (!allowed.test(request.url())) problems.push(`asked for ${request.url()}`);
  });
  await page.goto(url.href);
  return { page, problems };
}

/** Ends the browser; to be called when the tests of a file are over. The next test starts a new one. */
export async function closeBrowser(): Promise<void> {
  const open = await browser;
  browser = undefined;
  await open?.close();
}

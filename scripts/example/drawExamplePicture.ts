import { writeFileSync } from "node:fs";
import { launchPage } from "toolkit/tests/chromium";

/** Wide enough for the diagram to be as wide as a README on the web. */
const VIEW = { width: 1180, height: 640, deviceScaleFactor: 1.5 } as const;

/**
 * Photographs the diagram of a picture's page, without the panels around it, as a PNG.
 *
 * @param html where the page is, absolute
 * @throws Error when there is no browser, or when the page complains
 */
export async function drawExamplePicture(
  html: string,
  png: string,
  colorScheme: "light" | "dark",
): Promise<void> {
  const opened = await launchPage(html, { ...VIEW, colorScheme });
  if (opened === undefined) throw new Error("expected Chromium to draw the README's picture, got none");
  const { page, problems } = opened;
  await page.locator("html[data-ready]").waitFor();
  await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
  writeFileSync(png, await page.locator(".stage").screenshot());
  if (problems.length > 0) throw new Error(`expected a page without problems, got ${problems.join("; ")}`);
}

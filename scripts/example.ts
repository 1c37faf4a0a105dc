import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { closeBrowser } from "toolkit/tests/chromium";
import { drawExamplePicture } from "./example/drawExamplePicture";
import { failingExample } from "./example/failingExample";
import { readmeWithExample } from "./example/readmeWithExample";
import { handoutPictures } from "./handoutPictures/handoutPictures";

const ROOT = join(__dirname, "..");

/**
 * Makes the handouts' pictures, the failing test that the README opens with, and its picture: `npm run example`. The last
 * needs Chromium.
 */
async function makeExample(): Promise<void> {
  const images = join(ROOT, "docs", "images");
  for (const [name, svg] of await handoutPictures()) writeFileSync(join(images, name), svg);
  const { terminal, page, digest } = await failingExample();
  const readme = join(ROOT, "README.md");
  writeFileSync(readme, readmeWithExample(readFileSync(readme, "utf8"), terminal));
  const folder = mkdtempSync(join(tmpdir(), "kit-example-"));
  try {
    const html = join(folder, "picture.html");
    writeFileSync(html, page);
    for (const scheme of ["light", "dark"] as const)
      await drawExamplePicture(html, join(images, `lost-reply-${scheme}.png`), scheme);
    writeFileSync(join(images, "lost-reply.sha256"), `${digest}\n`);
  } finally {
    await closeBrowser();
    rmSync(folder, { recursive: true, force: true });
  }
}

void makeExample();

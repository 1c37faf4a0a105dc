import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { closeBrowser } from "toolkit/tests/chromium";
import { drawExamplePicture } from "./example/drawExamplePicture";
import { failingExample } from "./example/failingExample";
import { readmeWithExample } from "./example/readmeWithExample";

const ROOT = join(__dirname, "..");

/** Makes the failing test that the README opens with, and its picture: `npm run example`. Needs Chromium. */
async function makeExample(): Promise<void> {
  const { terminal, page, digest } = await failingExample();
  const readme = join(ROOT, "README.md");
  writeFileSync(readme, readmeWithExample(readFileSync(readme, "utf8"), terminal));
  const images = join(ROOT, "docs", "images");
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

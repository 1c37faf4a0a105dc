import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { handoutPictures } from "../scripts/handoutPictures/handoutPictures";

const ROOT = join(__dirname, "..");

describe("the handouts' pictures", () => {
  it("are what `npm run example` makes, light and dark, and the handouts show them", async () => {
    const pictures = await handoutPictures();
    expect([...pictures.keys()]).to.have.length(4);
    for (const [name, svg] of pictures) {
      const file = join(ROOT, "docs", "images", name);
      expect(readFileSync(file, "utf8").replaceAll("\r\n", "\n"), `${name}: run npm run example`).to.equal(
        svg,
      );
      const handout = readFileSync(join(ROOT, name.slice(0, "labN".length), "README.md"), "utf8");
      expect(handout).to.contain(`../docs/images/${name}`);
    }
  });

  it("show what the handouts tell", async () => {
    const pictures = await handoutPictures();
    const lock = pictures.get("lab2-architecture-light.svg") ?? "";
    for (const text of [
      ">worker-0<",
      ">worker-1<",
      ">server<",
      "reply LOST",
      ">timeout<",
      "acquire() → true",
    ])
      expect(lock).to.contain(text);
    const sequential = pictures.get("lab3-sequential-dark.svg") ?? "";
    for (const text of [
      'set("a","x") → undefined',
      'set("a","y") → undefined',
      'get("a") → "x"',
      'get("a") → "y"',
    ])
      expect(sequential).to.contain(text);
    // Each scheme has its own ground.
    expect(sequential).to.contain('fill="#14181f"').and.not.contain('fill="#ffffff"');
    expect(lock)
      .to.contain('fill="#ffffff"')
      .and.not.match(/undefined|NaN/);
  });
});

import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { failingExample, type FailingExample } from "../scripts/example/failingExample";
import { readmeWithExample } from "../scripts/example/readmeWithExample";

const ROOT = join(__dirname, "..");
const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");

describe("the example that the README opens with", () => {
  let made: FailingExample;

  before(async function () {
    this.timeout(60_000);
    made = await failingExample();
  });

  it("is what the grader prints today; if not: npm run example", () => {
    const readme = read("README.md");
    expect(readmeWithExample(readme, made.terminal)).to.equal(readme);
  });

  it("shows a picture of the run as it is today; if not: npm run example", () => {
    expect(`${made.digest}\n`).to.equal(read("docs/images/lost-reply.sha256"));
  });

  it("shows a picture for light and one for dark pages, small enough for a README", () => {
    for (const scheme of ["light", "dark"]) {
      const image = `docs/images/lost-reply-${scheme}.png`;
      expect(read("README.md")).to.contain(`"${image}"`);
      expect(readFileSync(join(ROOT, image)).byteLength).to.be.within(1_000, 150_000);
    }
  });

  it("needs its place in the README", () => {
    expect(() => readmeWithExample("no comments", "lines")).to.throw("expected <!-- example: … -->");
  });
});

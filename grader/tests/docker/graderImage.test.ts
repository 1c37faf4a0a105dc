import { chmodSync, existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { CarriedOutDockerfile } from "lab4-real/tests/CarriedOutDockerfile";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { installKit } from "../support/installKit";

/** "nobody" on Linux and macOS: somebody without rights, as the image's user. */
const NOBODY = 65534;
/** Only root can hand files to another user, who must be let through to npm's packages, which stay where they are. */
const hasAnotherUser =
  process.getuid?.() === 0 && mayAnybodyEnter(realpathSync(join(KIT_ROOT, "node_modules")));

function mayAnybodyEnter(folder: string): boolean {
  const above = dirname(folder);
  return (statSync(folder).mode & 0o001) !== 0 && (above === folder || mayAnybodyEnter(above));
}

describe("the grader's Dockerfile, carried out without Docker", function () {
  this.timeout(180_000);
  const run: string[] = [];
  const image = new CarriedOutDockerfile("grader/Dockerfile", {}, onThisMachine);

  before(function () {
    if (process.platform === "win32") this.skip();
    image.copyContext();
  });
  after(() => {
    image.remove();
  });

  /** The image's system has packages, a user and a /results of its own; npm's packages are links to those that are here. */
  function onThisMachine(command: string, at: (path: string) => string): string {
    run.push(command);
    if (command.includes("npm ci")) installKit(at("."));
    return command
      .replace(/apt-get .*\/lists\/\*/s, "true")
      .replace(/npm ci [-\w= ]*/, "true ")
      .replaceAll("/results", at("/results"))
      .replace("chown -R node:node", hasAnotherUser ? `chown -R ${String(NOBODY)}` : "true");
  }

  it("carries out each instruction", () => {
    image.carryOut();
    expect(image.user).to.equal("node");
    expect(run[0], "what isolation and commits' times need").to.match(/install -y .*bubblewrap git/s);
    expect(run[1]).to.match(/^npm ci /);
    expect(run[1], "esbuild's program is an optional package").not.to.include("omit=optional");
  });

  it("has the whole kit in it, and nothing that was made or installed", () => {
    const lock = JSON.parse(readFileSync(join(KIT_ROOT, "package-lock.json"), "utf8")) as {
      packages: Record<string, { link?: boolean; resolved?: string }>;
    };
    const workspaces = Object.values(lock.packages).flatMap(({ link, resolved }) =>
      link === true && resolved !== undefined ? [resolved] : [],
    );
    for (const folder of [...workspaces, "lab1", "lab2", "solutions/lab1", "grader/prairielearn"])
      expect(existsSync(image.at(folder)), folder).to.equal(true);
    for (const none of [".git", "coverage"]) expect(existsSync(image.at(none)), none).to.equal(false);
  });

  it("grades what is mounted, without a network, as a user without rights", async () => {
    // Nobody else may look into a temporary folder; in an image all may.
    chmodSync(image.at("/"), 0o755);
    const child = image.start(
      { npm_config_offline: "true", HOME: image.at("/results"), TMPDIR: image.at("/results") },
      [
        ...["lab1", "--submission", join(KIT_ROOT, "solutions/lab1"), "--test", "TestBasic", "--seeds", "1"],
        ...["--isolation", "process", "--json", image.at("/results/report.json")],
      ],
      hasAnotherUser ? NOBODY : undefined,
    );
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (part: Buffer) => (output += part.toString()));
    const code = await new Promise((resolve) => child.once("close", resolve));
    expect(code, output).to.equal(0);
    const report = JSON.parse(readFileSync(image.at("/results/report.json"), "utf8")) as object;
    expect(report).to.have.nested.property("tests[0].status", "passed");
  });

  it("says what it can do when it is told nothing", async () => {
    const child = image.start({});
    let output = "";
    child.stdout?.on("data", (part: Buffer) => (output += part.toString()));
    expect(await new Promise((resolve) => child.once("close", resolve))).to.equal(0);
    expect(output).to.match(/^Usage: /);
  });
});

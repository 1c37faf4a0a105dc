import type { Lab } from "toolkit/labs/readLab";
import { isOptionalTest } from "toolkit/labs/LabManifest";

/** Commands of a lab's own real system. The command `cluster` is for all labs that can be started by it. */
const REAL_SYSTEM = /^node [^/ ]+\/real\//;

/**
 * The README of a student repository.
 *
 * @param scripts its commands, as package.json has them
 * @param files names of its files
 */
export function handoutReadme(
  labs: readonly Lab[],
  { scripts, files }: { scripts: Readonly<Record<string, string>>; files: { has(name: string): boolean } },
): string {
  const first = labs[0]?.name ?? "lab1";
  const rows = labs.map(
    ({ name, manifest }) =>
      `| \`${name}\` | ${manifest.title} | ${filesToFillIn(manifest)
        .map((file) => `\`${file}\``)
        .join(", ")} | ${handoutPointsOfLab(manifest)} | ${linkToHandoutFile(`${name}/README.md`, files)} |`,
  );
  const withScenarios = labs.find(({ manifest }) => hasScenarios(manifest));
  const hasCluster = labs.some(({ name }) => files.has(`${name}/real/cluster.ts`));
  const real = Object.entries(scripts).flatMap(([name, command]) =>
    REAL_SYSTEM.test(command) || (name === "cluster" && hasCluster) ? [name] : [],
  );
  return `# Distributed key/value labs

You write the servers and clients of key/value stores, on a simulated network that loses, delays and reorders messages. One command grades your code in seconds and says what went wrong and why.

You need Node.js 24 or newer (22.13 and 20.19 work as well). Once, after cloning:

\`\`\`sh
npm ci
\`\`\`

Or open the repository in a GitHub Codespace, or in VS Code's dev container: there everything is installed. VS Code has tasks for the commands below (*Run Task*), and shows the tests in its test explorer.

New to this? A tour of ten minutes, in the terminal, shows the commands on a small broken counter that you repair:

\`\`\`sh
npm run tour
\`\`\`

Then, as often as you like:

\`\`\`sh
npm run grade ${first}
\`\`\`

| lab | what it is about | files to fill in | points | handout |
| --- | --- | --- | ---: | --- |
${rows.join("\n")}

Read the lab's handout first. You may add files of your own to the lab's folder and import them.

## Commands

\`\`\`sh
${withScenarios === undefined ? "" : `npm run scenarios ${withScenarios.name}\n`}npm run demo ${first}
npm run verify ${first}
npm run grade ${first} -- --part 1
npm run grade ${first} -- --watch
npm run explore ${first} -- --for 1m
npm run grade all
\`\`\`

${withScenarios === undefined ? "" : `Before you write a server, write what would break a wrong one: \`scenarios\` plays the scenarios of your \`scenarios.ts\` with right programs, with wrong ones and with yours; ${linkToHandoutFile("docs/scenarios.md", files)} shows how. `}\`demo\` shows your code at work. \`verify\` runs each test over two seeds, in a second or two. \`grade\` runs everything and gives points and hints; of several failures it shows the one to start with, and \`--explain TestName\` shows another. \`--watch\` grades again whenever you save a file. After a failure, *Debug the smallest counterexample* in VS Code halts at your breakpoints. \`npm run completion -- --help\` says how your shell completes commands, labs and names of tests. \`explore\` looks for mistakes so rare that the tests may miss them; [docs/strategies.md](docs/strategies.md) says how.
${real.length === 0 ? "" : `\nLabs that are also real systems have further commands: ${real.map((name) => `\`npm run ${name}\``).join(", ")}. See their handouts.\n`}
## Your score

Everything random in a run comes from its seed, so the same code gets the same score everywhere. Each failure comes with the command that replays it. The report is also in \`reports/LAB/index.html\`, with pictures; [docs/picture.md](docs/picture.md) explains how to read them.

Change the files that the table names, and add others beside them. Changing tests or the grader does not help: your teacher grades with the originals.

To use late days, write their number, 1 to 3, into a file \`late.txt\` in this folder and commit it.
`;
}

function linkToHandoutFile(file: string, files: { has(name: string): boolean }): string {
  return files.has(file) ? `[${file}](${file})` : "";
}

function handoutPointsOfLab(manifest: Lab["manifest"]): string {
  const sum = manifest.tests
    .filter((test) => !isOptionalTest(manifest, test))
    .reduce((total, { points }) => total + points, 0);
  return String(sum);
}

function hasScenarios({ tests }: Lab["manifest"]): boolean {
  return tests.some(({ scenarios }) => scenarios === true);
}

/** What students write. Their scenarios are a given file in so far as there are some, if only one that is a stub. */
function filesToFillIn(manifest: Lab["manifest"]): readonly string[] {
  return hasScenarios(manifest) ? [...manifest.student, "scenarios.ts"] : manifest.student;
}

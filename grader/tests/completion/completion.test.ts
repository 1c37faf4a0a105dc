import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import { studentCommands } from "../../src/studentCommands";
import { runCommand } from "../support/runGrade";

const { load } = studentCommands.completion!;

/** The script for a shell. */
async function scriptFor(shell: string): Promise<string> {
  const { code, out, errors } = await runCommand(load(), [shell], { root: KIT_ROOT });
  expect({ code, errors }).to.deep.equal({ code: 0, errors: "" });
  return out;
}

/** What a shell prints for a script, a word a line, sorted. */
function run(shell: string, args: readonly string[], script: string): string[] {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, "reports/lab1"), { recursive: true });
  writeFileSync(join(cwd, "reports/lab1/TestBasic.replay.json"), "");
  const { stdout, stderr } = spawnSync(shell, [...args, script], { encoding: "utf8", cwd, timeout: 20_000 });
  expect(stderr).to.equal("");
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .sort();
}

const ASK: Readonly<Record<string, (script: string, line: readonly string[]) => string[]>> = {
  bash: (script, line) =>
    run(
      "bash",
      ["--norc", "-c"],
      `${script}\nCOMP_WORDS=(${line.map((word) => `'${word}'`).join(" ")}) COMP_CWORD=${String(line.length - 1)}
_kv_labs\nprintf '%s\\n' "\${COMPREPLY[@]}"`,
    ),
  // What would be offered, without a terminal: compadd is what offers in zsh.
  zsh: (script, line) =>
    run(
      "zsh",
      ["-f", "-c"],
      `typeset -A _comps; compdef() { : }
compset() { head="\${cur%"\${cur##*,}"}"; }
compadd() { local w; while [[ $1 == -* ]]; do [[ $1 == -- ]] && { shift; break }; [[ $1 == -S ]] && shift; shift; done
  for w in "$@"; do [[ $head$w == "$cur"* ]] && print -r -- "$head$w"; done; true; }
${script}\nwords=(${line.map((word) => `'${word}'`).join(" ")}) CURRENT=${String(line.length)} head=
_kv_labs`,
    ),
  fish: (script, line) => run("fish", ["--no-config", "-c"], `${script}\ncomplete -C '${line.join(" ")}'`),
  // It may take what stands behind a comma for a word of its own; what counts is the line that comes out.
  pwsh: (script, line) =>
    run(
      "pwsh",
      ["-NoProfile", "-NonInteractive", "-Command"],
      `${script}\n$line = '${line.join(" ")}'; $found = TabExpansion2 $line $line.Length
$found.CompletionMatches | ForEach-Object {
  ($line.Substring(0, $found.ReplacementIndex) + $_.CompletionText) -split ' ' | Select-Object -Last 1
}`,
    ),
};

/** As `completion` calls the shells that programs call otherwise. */
const SHELL_OF: Readonly<Record<string, string>> = { pwsh: "powershell" };

/** The words in the single quotes of a list of PowerShell's. */
function powershellWords(list: string): string[] {
  return [...list.matchAll(/'([^']*)'/g)].map(([, word = ""]) => word);
}

describe("completion", function () {
  this.timeout(60_000);

  for (const [shell, ask] of Object.entries(ASK))
    it(`completes commands, labs, options and tests in ${shell}`, async function () {
      if (spawnSync(shell, ["--version"]).error !== undefined) {
        // The machine lacks the program.
        this.skip();
      }
      const script = await scriptFor(SHELL_OF[shell] ?? shell);
      const words = (...line: string[]): string[] => ask(script, ["npm", "run", ...line]);
      expect(words("ver")).to.include("verify");
      expect(words("grade", "lab")).to.deep.equal(["lab1", "lab2", "lab3", "lab4", "lab5"]);
      expect(words("grade", "lab2", "--", "--ex")).to.deep.equal(["--explain"]);
      expect(words("grade", "lab2", "--", "--explain", "TestLockTi")).to.deep.equal(["TestLockTimeout"]);
      expect(words("verify", "lab1", "--", "--test", "TestBasic,TestWor")).to.deep.equal([
        "TestBasic,TestWorlds",
      ]);
      expect(words("replay", "--", "rep")).to.deep.equal(["reports/lab1/TestBasic.replay.json"]);
      expect(words("demo", "lab1", "--", "--test", "Test")).to.deep.equal([]);
    });

  // Read, for machines without PowerShell.
  it("tells PowerShell the same as bash", async () => {
    const [script, bash] = [await scriptFor("powershell"), await scriptFor("bash")];
    expect(script).to.match(/^Register-ArgumentCompleter -Native -CommandName npm -ScriptBlock \{\n/);
    const entries = [
      ...script.matchAll(
        /^ {4}'([^']+)' = @\{ Before = (.*); After = (.*); OfTests = (.*); OfOthers = (.*); Replays = (.*) \}$/gm,
      ),
    ].map(([, name = "", before = "", after = "", tests = "", others = "", replays = ""]) =>
      [
        `    ${name})`,
        `      before="${powershellWords(before).join(" ")}" after="${powershellWords(after).join(" ")}"`,
        ...(replays === "$true" ? ["      files=reports/*/*.replay.json"] : []),
        `      of_tests="${powershellWords(tests).join(" ")}" of_others="${powershellWords(others).join(" ")}" ;;`,
      ].join("\n"),
    );
    expect(entries).to.have.lengthOf(Object.keys(studentCommands).length);
    expect(bash).to.contain(entries.join("\n"));
    const labs = [...script.matchAll(/^ {4}'(lab\d)' = (.*)$/gm)].map(
      ([, name = "", tests = ""]) => `      ${name}) tests="${powershellWords(tests).join(" ")}" ;;`,
    );
    expect(labs).to.have.lengthOf(5);
    expect(bash).to.contain(labs.join("\n"));
  });

  it("leaves no quote, bracket or comment of PowerShell's open", async () => {
    const bare = (await scriptFor("powershell")).replace(/'[^']*'/g, "").replace(/#.*$/gm, "");
    expect(bare).not.to.match(/['"`]/);
    const open: string[] = [];
    for (const [mark] of bare.matchAll(/[()[\]{}]/g)) {
      if ("([{".includes(mark)) open.push(mark);
      else expect(open.pop()).to.equal({ ")": "(", "]": "[", "}": "{" }[mark]);
    }
    expect(open).to.deep.equal([]);
  });

  it("knows each option that a command's help has", async () => {
    const script = await scriptFor("bash");
    const { out } = await runCommand(studentCommands.explore!.load(), ["--help"]);
    const flags = [...out.matchAll(/--[a-z][\w-]+/g)].map(([flag]) => flag);
    expect(flags).to.include("--strategy");
    for (const flag of flags) expect(script).to.contain(flag);
  });

  it("leaves other words of npm to what completed them before", async () => {
    if (process.platform === "win32") return;
    const script = await scriptFor("bash");
    const before = "_theirs() { COMPREPLY=(install); }; complete -F _theirs npm";
    const asked = `${before}\n${script}\nCOMP_WORDS=(npm ins) COMP_CWORD=1\n_kv_labs\necho "\${COMPREPLY[@]}"`;
    expect(run("bash", ["--norc", "-c"], asked)).to.deep.equal(["install"]);
  });

  it("says which shells there are", async () => {
    const { code, errors } = await runCommand(load(), ["cmd"]);
    expect(code).to.equal(2);
    expect(errors).to.match(/bash, zsh, fish/);
  });
});

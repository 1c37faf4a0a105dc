import { SLIP_CODES } from "../types/TypeCheck";

/** Places at the start of a line, as `grade` prints type errors: "  lab1/server.ts:9:14  TS2322 Type …". */
const TYPE_ERROR_LINE = {
  owner: "lab",
  fileLocation: ["relative", "${workspaceFolder}"],
  pattern: {
    regexp: `^\\s+(\\S+\\.ts):(\\d+):(\\d+) {2}(?:(TS\\d+|${SLIP_CODES.join("|")}) )?(.*)$`,
    file: 1,
    line: 2,
    column: 3,
    code: 4,
    message: 5,
  },
};

/** The same where the message has several lines; an editor takes the first one: "    │ TS2345 Argument of type …". */
const LONG_TYPE_ERROR_LINES = {
  owner: "lab",
  fileLocation: ["relative", "${workspaceFolder}"],
  pattern: [
    { regexp: "^\\s+(\\S+\\.ts):(\\d+):(\\d+)$", file: 1, line: 2, column: 3 },
    { regexp: "^\\s+│ (?:(TS\\d+) )?(.*)$", code: 1, message: 2 },
  ],
};

/** A failure and, in a line below, its place: "✗ TestBasic: …" and "  at        lab1/client.ts:17:34". */
const FAILURE_LINES = {
  owner: "lab",
  fileLocation: ["relative", "${workspaceFolder}"],
  pattern: [
    { regexp: "^✗ (.*)$", message: 1 },
    { regexp: "^  at\\s+(\\S+\\.ts):(\\d+):(\\d+)$", file: 1, line: 2, column: 3 },
  ],
};

const LAB_INPUT = "${input:lab}";
const MATCHERS = [TYPE_ERROR_LINE, LONG_TYPE_ERROR_LINES, FAILURE_LINES];

/** How a round of watching begins and ends. A failure may speak of what has changed as well. */
const CHANGED = "^\\S+: .* changed(?:; first .*)?$";
const WAITING = "^Waiting for changes";

/**
 * What makes editors ready in a student repository: tasks whose problems can be clicked, extensions, the test explorer,
 * and a container for those who install nothing. Contents by name.
 */
export function handoutEditorFiles(labs: readonly string[]): ReadonlyMap<string, string> {
  const [first = "lab1"] = labs;
  const files: Readonly<Record<string, unknown>> = {
    ".vscode/tasks.json": {
      version: "2.0.0",
      inputs: [{ id: "lab", type: "pickString", description: "Lab", options: labs, default: first }],
      tasks: [
        npmTask("verify the lab", ["verify", LAB_INPUT]),
        { ...npmTask("grade the lab", ["grade", LAB_INPUT]), group: { kind: "test", isDefault: true } },
        {
          ...npmTask("grade the lab at each save", ["grade", LAB_INPUT, "--", "--watch"]),
          isBackground: true,
          problemMatcher: MATCHERS.map((matcher) => ({
            ...matcher,
            background: { activeOnStart: true, beginsPattern: CHANGED, endsPattern: WAITING },
          })),
        },
        {
          label: "check types at each save",
          type: "shell",
          command: "npx",
          args: ["tsc", "--noEmit", "--watch", "--pretty", "false"],
          isBackground: true,
          group: { kind: "build", isDefault: true },
          problemMatcher: "$tsc-watch",
        },
      ],
    },
    ".vscode/extensions.json": { recommendations: EXTENSIONS },
    ".vscode/settings.json": {
      "typescript.tsdk": "node_modules/typescript/lib",
      "typescript.enablePromptUseWorkspaceTsdk": true,
      "editor.defaultFormatter": "esbenp.prettier-vscode",
      "files.exclude": { "**/node_modules": true },
      "search.exclude": { reports: true, "package-lock.json": true },
      "mochaExplorer.files": labs.map((lab) => `${lab}/tests/*.test.ts`),
      "mochaExplorer.configFile": ".mocharc.cjs",
      "mochaExplorer.timeout": 0,
      "mochaExplorer.skipFrames": ["labrpc/**", "harness/**"],
    },
    ".devcontainer/devcontainer.json": {
      name: "Distributed key/value labs",
      image: "mcr.microsoft.com/devcontainers/typescript-node:24-bookworm",
      postCreateCommand: "npm ci --no-audit --no-fund && node toolkit/bin/compile.js",
      customizations: { vscode: { extensions: EXTENSIONS } },
    },
  };
  return new Map(Object.entries(files).map(([name, value]) => [name, `${JSON.stringify(value, null, 2)}\n`]));
}

const EXTENSIONS = ["esbenp.prettier-vscode", "editorconfig.editorconfig", "hbenl.vscode-mocha-test-adapter"];

function npmTask(label: string, args: readonly string[]): object {
  return {
    label,
    type: "shell",
    command: "npm",
    args: ["run", "--silent", ...args],
    presentation: { reveal: "always", clear: true },
    problemMatcher: MATCHERS,
  };
}

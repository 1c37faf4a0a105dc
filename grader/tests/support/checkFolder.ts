import { ESLint } from "eslint";
import { join } from "node:path";
import ts from "typescript";

/**
 * A program: prints the type errors and the linter's findings in the TypeScript of a folder with a tsconfig.json and
 * an eslint.config.mjs, one in a line. Both use what the compiler has read once, and look at no other file, so it
 * takes less than half the time of `tsc` and `eslint`. Its arguments are the folder, and what the linter looks at.
 */
async function findings(root: string, linted: readonly string[]): Promise<string[]> {
  const read = ts.readConfigFile(join(root, "tsconfig.json"), (file) => ts.sys.readFile(file));
  const { fileNames, options } = ts.parseJsonConfigFileContent(read.config, ts.sys, root);
  const program = ts.createProgram(fileNames, options);
  const wrong = [
    ...program.getOptionsDiagnostics(),
    ...fileNames.flatMap((name) => {
      const file = program.getSourceFile(name);
      return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    }),
  ];
  const eslint = new ESLint({
    cwd: root,
    overrideConfig: {
      files: ["**/*.ts"],
      languageOptions: { parserOptions: { projectService: false, programs: [program] } },
    },
  });
  const results = await eslint.lintFiles([...linted]);
  return [
    ...wrong.map(
      ({ file, messageText }) =>
        `${file?.fileName ?? ""}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
    ),
    ...results.flatMap(({ filePath, messages }) =>
      messages.map(({ line, message }) => `${filePath}:${String(line)}: ${message}`),
    ),
    `${String(fileNames.length)} files of TypeScript, ${String(results.length)} linted`,
  ];
}

void findings(process.argv[2] ?? "", process.argv.slice(3)).then((lines) => {
  process.stdout.write(`${lines.join("\n")}\n`);
});

import { Chalk } from "chalk";
import { Command } from "commander";
import { executeCommand } from "toolkit/cli/executeCommand";
import { EXIT } from "toolkit/cli/EXIT";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { INTEGRATION_CASES } from "./integrationCases";
import { onHttpKvSystem, withHttpKvSystemOptions, type HttpKvSystemOptions } from "../system/onHttpKvSystem";

/** `npm run lab4:integration`: a line for each case. Exit code 1 when one fails. */
export function runIntegrationProgram(args: readonly string[], context: CommandContext): Promise<number> {
  const { print, color } = context;
  const paint = new Chalk({ level: color ? 1 : 0 });
  const command = withHttpKvSystemOptions(
    new Command("npm run lab4:integration")
      .usage("[-- OPTIONS]")
      .description("Checks leader and followers over HTTP, case by case. No node is killed."),
  );
  return executeCommand(command, args, context, async () => {
    return onHttpKvSystem(command.opts<HttpKvSystemOptions>(), context, async (system) => {
      let passed = 0;
      for (const { name, run } of INTEGRATION_CASES) {
        const started = performance.now();
        const problem = await run(system).then(
          () => undefined,
          (error: unknown) => (error instanceof Error ? error.message : String(error)),
        );
        const ms = `${(performance.now() - started).toFixed(0)} ms`;
        if (problem === undefined) passed += 1;
        print(
          problem === undefined
            ? `${paint.green("✓")} ${name}  ${paint.dim(ms)}\n`
            : `${paint.red("✗")} ${name}\n    ${problem}\n`,
        );
      }
      const total = INTEGRATION_CASES.length;
      print(`${String(passed)} of ${String(total)} cases passed\n`);
      return passed === total ? EXIT.fullMarks : EXIT.lessThanFullMarks;
    });
  });
}

import { Command } from "commander";
import { executeCommand } from "toolkit/cli/executeCommand";
import { EXIT } from "toolkit/cli/EXIT";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { compareHttpNodesWhenQuiet } from "./compareHttpNodes";
import { onHttpKvSystem, withHttpKvSystemOptions, type HttpKvSystemOptions } from "../system/onHttpKvSystem";
import { renderHttpNodeComparison } from "./renderHttpNodeComparison";

/** Followers have so long to get what they lack, ms. */
export const CONSISTENCY_SETTLE_MS = 5_000;

/** `npm run lab4:consistency`: compares leader and followers. Exit code 1 when a key differs. */
export function runConsistencyProgram(args: readonly string[], context: CommandContext): Promise<number> {
  const command = withHttpKvSystemOptions(
    new Command("npm run lab4:consistency")
      .usage("[-- OPTIONS]")
      .description("Compares what leader and followers hold, and lists each key that differs."),
  );
  return executeCommand(command, args, context, async () => {
    return onHttpKvSystem(command.opts<HttpKvSystemOptions>(), context, async (system) => {
      const found = await compareHttpNodesWhenQuiet(system, CONSISTENCY_SETTLE_MS);
      context.print(renderHttpNodeComparison(found, system, context));
      return found.differences.length === 0 ? EXIT.fullMarks : EXIT.lessThanFullMarks;
    });
  });
}

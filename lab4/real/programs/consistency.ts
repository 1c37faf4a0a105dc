import { Command } from "commander";
import { executeCommand } from "toolkit/cli/executeCommand";
import { EXIT } from "toolkit/cli/EXIT";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { compareNodesWhenQuiet } from "./compareNodes";
import { onKvSystem, withSystemOptions, type SystemOptions } from "./onKvSystem";
import { renderNodeComparison } from "./renderNodeComparison";

/** Followers have so long to get what they lack, ms. */
export const SETTLE_MS = 5_000;

/** `npm run lab4:consistency`: compares leader and followers. Exit code 1 when a key differs. */
export function consistency(args: readonly string[], context: CommandContext): Promise<number> {
  const command = withSystemOptions(
    new Command("npm run lab4:consistency")
      .usage("[-- OPTIONS]")
      .description("Compares what leader and followers hold, and lists each key that differs."),
  );
  return executeCommand(command, args, context, async () => {
    return onKvSystem(command.opts<SystemOptions>(), context, async (system) => {
      const found = await compareNodesWhenQuiet(system, SETTLE_MS);
      context.print(renderNodeComparison(found, context));
      return found.differences.length === 0 ? EXIT.fullMarks : EXIT.lessThanFullMarks;
    });
  });
}

import { Argument, Command } from "commander";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { executeCommand } from "toolkit/cli/executeCommand";
import { EXIT } from "toolkit/cli/EXIT";
import type { CommandLaunch, StartableCommand } from "toolkit/cli/startCommand";
import { bashCompletion } from "./bashCompletion";
import { completionTable, type CompletionTable } from "./CompletionTable";
import { fishCompletion } from "./fishCompletion";
import { powershellCompletion } from "./powershellCompletion";
import { zshCompletion } from "./zshCompletion";

const SHELLS: Readonly<Record<string, (table: CompletionTable) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
  powershell: powershellCompletion,
};

/** How each shell takes it. */
const HOW_TO = `
For this terminal:
  bash        source <(npm run --silent completion bash)
  zsh         source <(npm run --silent completion zsh)
  fish        npm run --silent completion fish | source
  PowerShell  npm run --silent completion powershell | Out-String | Invoke-Expression
For every one, write it into a file that your shell reads, such as ~/.bashrc:
  bash        npm run --silent completion bash >> ~/.bashrc
  PowerShell  npm run --silent completion powershell | Add-Content $PROFILE
PowerShell asks for completions from the first letter of an option on: --t, say.`;

/**
 * The `completion` command: prints a script with which the shell completes commands, labs, options and names of tests.
 * Exit code 0, or 2 for a shell that it does not know.
 *
 * @param launches the commands to complete; called when they are needed
 */
export function completionCommand(launches: () => Readonly<Record<string, CommandLaunch>>): StartableCommand {
  return (args, context: CommandContext) => {
    const command = new Command("npm run completion")
      .usage("SHELL")
      .description("Prints a script with which your shell completes commands, labs, options and tests.")
      .addArgument(new Argument("<shell>", "the shell").choices(Object.keys(SHELLS)))
      .addHelpText("after", HOW_TO);
    return executeCommand(command, args, context, async () => {
      const script = SHELLS[command.args[0] ?? ""];
      if (script !== undefined) context.print(script(await completionTable(launches(), context)));
      return EXIT.fullMarks;
    });
  };
}

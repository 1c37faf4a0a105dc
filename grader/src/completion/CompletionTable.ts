import type { CommandContext } from "toolkit/cli/CommandContext";
import type { CommandLaunch } from "toolkit/cli/startCommand";
import { labNames, readLab } from "toolkit/labs/readLab";

/** What may be typed. */
export interface CompletionTable {
  readonly commands: readonly CompletedCommand[];
  readonly labs: readonly { readonly name: string; readonly tests: readonly string[] }[];
}

/** A command, called as "npm run NAME". */
export interface CompletedCommand {
  readonly name: string;
  readonly takesLab: boolean;
  /** Whether its argument is a replay. */
  readonly takesReplay: boolean;
  readonly options: readonly CompletedOption[];
}

/** An option, with its dashes. */
export interface CompletedOption {
  readonly flag: string;
  readonly takes: "nothing" | "test" | "other";
}

/** Options whose value is the name of a test. */
const OF_TESTS = ["--test", "--explain", "--show-console"];

/** Reads the commands' own tables of options: what `--help` says of them. */
export async function completionTable(
  launches: Readonly<Record<string, CommandLaunch>>,
  context: CommandContext,
): Promise<CompletionTable> {
  const commands: CompletedCommand[] = [];
  for (const [name, { load }] of Object.entries(launches)) {
    let help = "";
    await load()(["--help"], { ...context, print: (text) => (help += text) });
    commands.push(completedCommand(name, help));
  }
  const labs = labNames(context.root).map((name) => ({
    name,
    tests: readLab(context.root, name).manifest.tests.map((test) => test.name),
  }));
  return { commands, labs };
}

function completedCommand(name: string, help: string): CompletedCommand {
  const [usage = ""] = help.split("\n");
  const options = [...help.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)( <[^>]+>+)?/gm)].map(
    ([, flag = "", value]): CompletedOption => ({
      flag,
      takes: value === undefined ? "nothing" : OF_TESTS.includes(flag) ? "test" : "other",
    }),
  );
  return { name, takesLab: / LAB\b/.test(usage), takesReplay: / REPLAY\b/.test(usage), options };
}

/** The words that may follow a command before and after "--". */
export function completedWords(
  { takesLab, takesReplay, options }: CompletedCommand,
  { labs }: CompletionTable,
): { readonly before: readonly string[]; readonly after: readonly string[] } {
  return {
    before: takesLab ? [...labs.map(({ name }) => name), "--"] : takesReplay ? ["--"] : [],
    after: options.map(({ flag }) => flag),
  };
}

/** Flags of a command whose value is of that kind. */
export function flagsThatTake({ options }: CompletedCommand, takes: CompletedOption["takes"]): string[] {
  return options.filter((option) => option.takes === takes).map(({ flag }) => flag);
}

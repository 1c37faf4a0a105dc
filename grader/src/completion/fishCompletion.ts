import { completedWords, flagsThatTake, type CompletionTable } from "./CompletionTable";

/** The same for fish, which puts these words beside what it knows of npm. */
export function fishCompletion(table: CompletionTable): string {
  const { commands, labs } = table;
  const cases = commands.flatMap((command) => {
    const { before, after } = completedWords(command, table);
    return [
      `    case ${command.name}`,
      `      set before ${before.join(" ")}`,
      `      set after ${after.join(" ")}`,
      `      set of_tests ${flagsThatTake(command, "test").join(" ")}`,
      `      set of_others ${flagsThatTake(command, "other").join(" ")}`,
      ...(command.takesReplay ? ["      set -a after reports/*/*.replay.json"] : []),
    ];
  });
  return `${[
    "function __kv_labs",
    "  set -l words (commandline -opc)",
    "  set -l cur (commandline -ct)",
    "  set -l before; set -l after; set -l of_tests; set -l of_others; set -l tests",
    '  test "$words[2]" = run; or return',
    "  if test (count $words) -eq 2",
    `    printf '%s\\n' ${commands.map(({ name }) => name).join(" ")}`,
    "    return",
    "  end",
    "  switch $words[3]",
    ...cases,
    "  end",
    "  for word in $words[4..-1]",
    "    switch $word",
    ...labs.map(({ name, tests }) => `      case ${name}\n        set tests ${tests.join(" ")}`),
    "    end",
    "  end",
    "  if not contains -- -- $words",
    "    printf '%s\\n' $before",
    "  else if contains -- $words[-1] $of_tests",
    "    # Names may be separated by commas.",
    "    set -l head (string match -r '.*,' -- $cur); or set head ''",
    "    printf '%s\\n' $head$tests",
    "  else if contains -- $words[-1] $of_others",
    "    __fish_complete_path $cur",
    "  else",
    "    printf '%s\\n' $after",
    "  end",
    "end",
    "complete -c npm -f -a '(__kv_labs)'",
  ].join("\n")}\n`;
}

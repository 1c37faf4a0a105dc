import { completedWords, flagsThatTake, type CompletionTable } from "./CompletionTable";

/** The same for zsh. */
export function zshCompletion(table: CompletionTable): string {
  const { commands, labs } = table;
  const cases = commands.map((command) => {
    const { before, after } = completedWords(command, table);
    const parts = [
      `before=(${before.join(" ")})`,
      `after=(${after.join(" ")})`,
      `of_tests=(${flagsThatTake(command, "test").join(" ")})`,
      `of_others=(${flagsThatTake(command, "other").join(" ")})`,
      ...(command.takesReplay ? ["files=(reports/*/*.replay.json(N))"] : []),
    ];
    return `    ${command.name}) ${parts.join(" ")} ;;`;
  });
  return `${[
    "(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }",
    "_kv_labs() {",
    "  local word cur=${words[CURRENT]} prev=${words[CURRENT-1]}",
    "  local -a before after of_tests of_others files tests",
    "  case ${words[3]} in",
    ...cases,
    "  esac",
    "  if [[ $CURRENT == 3 && ${words[2]} == run ]]; then",
    `    compadd -- ${commands.map(({ name }) => name).join(" ")}`,
    "    return",
    "  elif [[ ${words[2]} != run ]] || (( ! $#before && ! $#after )); then",
    '    [[ -n $_kv_labs_other ]] && "$_kv_labs_other" "$@"',
    "    return",
    "  fi",
    "  for word in ${words[4,-1]}; do",
    "    case $word in",
    ...labs.map(({ name, tests }) => `      ${name}) tests=(${tests.join(" ")}) ;;`),
    "    esac",
    "  done",
    "  if (( ! ${words[(I)--]} || ${words[(I)--]} >= CURRENT )); then compadd -- $before",
    "  elif (( ${of_tests[(I)$prev]} )); then",
    "    # Names may be separated by commas.",
    "    compset -P '*,'",
    "    compadd -S '' -- $tests",
    "  elif (( ${of_others[(I)$prev]} )); then _files",
    "  else compadd -- $after $files",
    "  fi",
    "}",
    "_kv_labs_other=${_comps[npm]-}",
    "[[ $_kv_labs_other == _kv_labs ]] && _kv_labs_other=",
    "compdef _kv_labs npm",
  ].join("\n")}\n`;
}

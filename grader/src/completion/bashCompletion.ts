import { completedWords, flagsThatTake, type CompletionTable } from "./CompletionTable";

/** A script for bash that completes what follows "npm run"; for all else, what completed npm before goes on doing so. */
export function bashCompletion(table: CompletionTable): string {
  const { commands, labs } = table;
  const cases = commands.flatMap((command) => {
    const { before, after } = completedWords(command, table);
    return [
      `    ${command.name})`,
      `      before="${before.join(" ")}" after="${after.join(" ")}"`,
      ...(command.takesReplay ? ["      files=reports/*/*.replay.json"] : []),
      `      of_tests="${flagsThatTake(command, "test").join(" ")}" of_others="${flagsThatTake(command, "other").join(" ")}" ;;`,
    ];
  });
  return `${[
    "_kv_labs() {",
    '  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} word tests="" list=""',
    '  local before="" after="" of_tests="" of_others="" files=""',
    "  COMPREPLY=()",
    "  case ${COMP_WORDS[2]-} in",
    ...cases,
    "  esac",
    `  if [[ $COMP_CWORD == 2 && \${COMP_WORDS[1]} == run ]]; then`,
    `    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(" ")}" -- "$cur"))`,
    "    return",
    '  elif [[ ${COMP_WORDS[1]-} != run || -z "$before$after" ]]; then',
    '    [[ -n $_kv_labs_other ]] && "$_kv_labs_other" "$@"',
    "    return",
    "  fi",
    '  for word in "${COMP_WORDS[@]:3}"; do',
    "    case $word in",
    ...labs.map(({ name, tests }) => `      ${name}) tests="${tests.join(" ")}" ;;`),
    "    esac",
    "  done",
    '  if [[ " ${COMP_WORDS[*]:0:COMP_CWORD} " != *" -- "* ]]; then list=$before',
    '  elif [[ " $of_tests " == *" $prev "* ]]; then',
    "    # Names may be separated by commas.",
    '    COMPREPLY=($(compgen -P "${cur%"${cur##*,}"}" -W "$tests" -- "${cur##*,}"))',
    "    return",
    '  elif [[ " $of_others " == *" $prev "* ]]; then',
    '    COMPREPLY=($(compgen -f -- "$cur"))',
    "    return",
    "  else",
    '    list=$after; [[ -n $files ]] && list="$list $(compgen -G "$files")"',
    "  fi",
    '  COMPREPLY=($(compgen -W "$list" -- "$cur"))',
    "}",
    "_kv_labs_other=$(complete -p npm 2>/dev/null | sed -n 's/.*-F \\([^ ]*\\).*/\\1/p')",
    "[[ $_kv_labs_other == _kv_labs ]] && _kv_labs_other=",
    "complete -o default -F _kv_labs npm",
  ].join("\n")}\n`;
}

import { completedWords, flagsThatTake, type CompletionTable } from "./CompletionTable";

/**
 * The same for PowerShell, Windows' own (5.1) and newer ones. Where it offers nothing, PowerShell offers files. It asks
 * nobody about a word that is only "-" or "--", so options need their first letter.
 */
export function powershellCompletion(table: CompletionTable): string {
  const { commands, labs } = table;
  const entries = commands.map((command) => {
    const { before, after } = completedWords(command, table);
    const parts = [
      `Before = ${powershellList(before)}`,
      `After = ${powershellList(after)}`,
      `OfTests = ${powershellList(flagsThatTake(command, "test"))}`,
      `OfOthers = ${powershellList(flagsThatTake(command, "other"))}`,
      `Replays = ${command.takesReplay ? "$true" : "$false"}`,
    ];
    return `    '${command.name}' = @{ ${parts.join("; ")} }`;
  });
  return `${[
    "Register-ArgumentCompleter -Native -CommandName npm -ScriptBlock {",
    "  param($wordToComplete, $commandAst, $cursorPosition)",
    "  $commands = @{",
    ...entries,
    "  }",
    "  $labs = @{",
    ...labs.map(({ name, tests }) => `    '${name}' = ${powershellList(tests)}`),
    "  }",
    "  # What is typed before the cursor: whole words, and the one that is not finished.",
    "  $text = $commandAst.Extent.Text",
    "  $length = $cursorPosition - $commandAst.Extent.StartOffset",
    "  $typed = ''",
    "  if ($length -lt $text.Length) { $text = $text.Substring(0, $length) }",
    "  $words = @($text -split '\\s+' | Where-Object { $_ -ne '' })",
    "  if ($length -le $text.Length -and $text -notmatch '\\s$') {",
    "    $typed = $words[-1]",
    "    $words = @($words | Select-Object -SkipLast 1)",
    "  }",
    "  if ($words.Count -lt 2 -or $words[1] -ne 'run') { return }",
    "  $head = ''",
    "  if ($words.Count -eq 2) {",
    `    $list = ${powershellList(commands.map(({ name }) => name))}`,
    "  } else {",
    "    $command = $commands[$words[2]]",
    "    if ($null -eq $command) { return }",
    "    if ($words -notcontains '--') { $list = $command.Before }",
    "    elseif ($command.OfTests -contains $words[-1]) {",
    "      $list = $words | Where-Object { $labs.ContainsKey($_) } | ForEach-Object { $labs[$_] }",
    "      # Names may be separated by commas; PowerShell may take each for a word of its own.",
    "      $typed = ($typed -split ',')[-1]",
    "      $head = $wordToComplete -replace '[^,]*$', ''",
    "    }",
    "    elseif ($command.OfOthers -contains $words[-1]) { return }",
    "    else {",
    "      $list = $command.After",
    "      if ($command.Replays) {",
    "        $list += Get-ChildItem -Path 'reports/*/*.replay.json' -ErrorAction SilentlyContinue |",
    "          ForEach-Object { 'reports/' + $_.Directory.Name + '/' + $_.Name }",
    "      }",
    "    }",
    "  }",
    "  $list | Where-Object { $_ -and $_.StartsWith($typed, [StringComparison]::OrdinalIgnoreCase) } | ForEach-Object {",
    "    [System.Management.Automation.CompletionResult]::new($head + $_, $_, 'ParameterValue', $_)",
    "  }",
    "}",
  ].join("\n")}\n`;
}

function powershellList(words: readonly string[]): string {
  return `@(${words.map((word) => `'${word}'`).join(", ")})`;
}

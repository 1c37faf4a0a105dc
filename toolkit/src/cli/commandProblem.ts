const BAD_OPTION = /^option '(?:-\w, )?(--[\w-]+)[^']*' argument '[^]*' is invalid\. ([^]*)$/;
const BAD_ARGUMENT = /^command-argument value '[^]*' is invalid for argument '([\w-]+)'\. ([^]*)$/;

/** What commander wrote of a command line, in the kit's own voice: `--seed: expected a whole number from 0, got "x"`. */
export function commandProblem(written: string): string {
  const problem = written.trim().replace(/^error: /, "");
  const [, name, why = ""] = BAD_OPTION.exec(problem) ?? BAD_ARGUMENT.exec(problem) ?? [];
  if (name === undefined) return problem;
  return `${name}: ${why.charAt(0).toLowerCase()}${why.slice(1).replace(/\.$/, "")}`;
}

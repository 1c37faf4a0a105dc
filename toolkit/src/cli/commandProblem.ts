const BAD_OPTION = /^option '(?:-\w, )?(--[\w-]+)[^']*' argument '([^]*)' is invalid\. ([^]*)$/;
const BAD_ARGUMENT = /^command-argument value '([^]*)' is invalid for argument '([\w-]+)'\. ([^]*)$/;
const CHOICES = /^Allowed choices are ([^]*)\.$/;

/** What commander wrote of a command line, in the kit's own voice: `--seed: expected a whole number from 0, got "x"`. */
export function commandProblem(written: string): string {
  const problem = written.trim().replace(/^error: /, "");
  const option = BAD_OPTION.exec(problem);
  if (option !== null) return wrongOption(option[1], option[2], option[3]);
  const argument = BAD_ARGUMENT.exec(problem);
  return argument === null ? problem : wrongOption(argument[2], argument[1], argument[3]);
}

function wrongOption(name = "", got = "", why = ""): string {
  const choices = CHOICES.exec(why)?.[1];
  if (choices !== undefined) return `${name}: expected one of ${choices}, got ${JSON.stringify(got)}`;
  return `${name}: ${why.charAt(0).toLowerCase()}${why.slice(1).replace(/\.$/, "")}`;
}

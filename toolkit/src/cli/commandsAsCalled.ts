/** A command of the kit as its texts name it, such as "npm run grade lab1 -- --part 1": name, arguments, options. */
const COMMAND = /\bnpm run ([a-z][\w-]*)((?: [\w./*-]*\w[\w./*-]*)*?) -- /g;
const WITHOUT_OPTIONS = /\bnpm run (?=[a-z])/g;

/**
 * A text for the user, with commands as the user calls them.
 *
 * @param program what stands for "npm run", such as "npx distributed-kv-labs"; undefined where it is npm run
 */
export function commandsAsCalled(text: string, program: string | undefined): string {
  if (program === undefined) return text;
  return text
    .replace(COMMAND, (_, name: string, args: string) => `${program} ${name}${args} `)
    .replace(WITHOUT_OPTIONS, `${program} `);
}

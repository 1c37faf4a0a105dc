/** An argument as a command line takes it. */
export function quotedArgument(argument: string): string {
  return /^[\w./\\:@+-]+$/.test(argument) ? argument : `"${argument}"`;
}

/** An argument as a command line takes it. */
export function quoted(argument: string): string {
  return /^[\w./\\:@+-]+$/.test(argument) ? argument : `"${argument}"`;
}

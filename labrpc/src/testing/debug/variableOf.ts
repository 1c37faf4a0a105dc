/** A clerk's name as that of a variable: "clerk-a" is clerkA. */
export function variableOf(clerk: string): string {
  return clerk.replace(/-+(.?)/g, (_, letter: string) => letter.toUpperCase());
}

/** "1 follower" or "3 followers": a count, and what it counts. */
export function counted(count: number, what: string): string {
  return `${String(count)} ${what}${count === 1 ? "" : "s"}`;
}

/** Waits until it holds; throws when that takes more than 10 s. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`expected ${what} within 10 s`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

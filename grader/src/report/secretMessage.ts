/** What a student may know of secret seeds that failed. */
export function secretMessage({ run, failed }: { run: number; failed: number }): string {
  return `passes with the seeds that everybody has, and fails with ${String(failed)} of ${String(run)} secret seeds`;
}

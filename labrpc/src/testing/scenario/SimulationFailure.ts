import type { SeedResult } from "../run/SeedResult";

/** What mocha shows of a test that failed: the explanation, the place, and the seed that replays it. */
export class SimulationFailure extends Error {
  override readonly name = "SimulationFailure";

  constructor(
    readonly test: string,
    readonly failures: readonly SeedResult[],
    seedsRun: number,
  ) {
    const [first] = failures;
    const explanation = first?.explanation;
    const lines = [explanation?.message ?? "failed"];
    const { expected, got, history } = explanation?.kind === "failed" ? explanation : {};
    if (expected !== undefined) lines.push(`  expected: ${expected}`);
    if (got !== undefined) lines.push(`  got:      ${got}`);
    if (explanation?.file !== undefined) {
      lines.push(`  at ${explanation.file}:${String(explanation.line)}:${String(explanation.column)}`);
    }
    for (const sentence of explanation?.cause ?? []) lines.push(`  ${sentence}`);
    for (const reason of history?.reasons ?? []) lines.push(`  - ${reason}`);
    for (const detail of explanation?.details ?? []) lines.push(`  - ${detail}`);
    lines.push(
      `  fails for ${String(failures.length)} of ${String(seedsRun)} seeds; replay with SEED=${String(first?.seed)}`,
    );
    for (const event of explanation?.lastEvents ?? []) lines.push(`    ${event}`);
    for (const line of explanation?.console ?? []) lines.push(`    ${line}`);
    super(lines.join("\n"));
    this.stack = `${this.name}: ${this.message}`;
  }
}

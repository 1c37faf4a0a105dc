import { isDeepStrictEqual } from "node:util";
import type { HttpNodeAnswer } from "../system/HttpKvNode";

/** A case of the integration program that did not come out as it should. */
export class IntegrationCaseFailure extends Error {
  override readonly name = "CaseFailure";
}

/**
 * Throws CaseFailure unless the answer has this status and these fields. A body may have more fields: students
 * may add to what the handout has.
 */
export function expectHttpAnswer(
  answer: HttpNodeAnswer,
  status: number,
  fields: Readonly<Record<string, unknown>>,
): void {
  const body = typeof answer.body === "object" && answer.body !== null ? answer.body : {};
  const agrees = Object.entries(fields).every(([field, value]) =>
    isDeepStrictEqual((body as Record<string, unknown>)[field], value),
  );
  if (answer.status === status && agrees) return;
  throw new IntegrationCaseFailure(
    `expected ${String(status)} with ${JSON.stringify(fields)}, got ${String(answer.status)} with ${JSON.stringify(answer.body).slice(0, 300)}`,
  );
}

/** Throws CaseFailure unless the condition holds. */
export function expectOfIntegrationCase(holds: boolean, expected: string, got: unknown): void {
  if (!holds) throw new IntegrationCaseFailure(`expected ${expected}, got ${JSON.stringify(got)}`);
}

const PAUSE_MS = 20;

/** Tries again until the case does not fail any more; throws its last failure when time is up. */
export async function eventuallyInIntegrationCase(
  withinMs: number,
  attempt: () => Promise<void>,
): Promise<void> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof IntegrationCaseFailure) || performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

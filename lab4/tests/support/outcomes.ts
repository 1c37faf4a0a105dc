import { Violation } from "labrpc/simulation";
import { showValue } from "labrpc/testing";
import type { HttpAnswer } from "../../given/http";
import type { GetOutcome, SetOutcome } from "../../types";
import { expectAnswer } from "./expectAnswer";

/** How a write ended; `tooSoon`: with too few confirmations, before the leader's time was up. */
export type TimedSetOutcome = SetOutcome & {
  readonly tooSoon?: { readonly tookMs: number; readonly quorumTimeoutMs: number };
};

/** What a clerk's `set` resolved to; anything that is no SetOutcome fails the test. */
export function setOutcome(got: unknown): SetOutcome {
  const { kind, replicas, code } = fields(got);
  if ((kind === "done" || kind === "no-quorum") && typeof replicas === "number") return { kind, replicas };
  if (kind === "maybe") return { kind };
  if (kind === "refused" && (code === "bad-request" || code === "not-leader"))
    return { kind, code, error: String(fields(got)["error"]) };
  throw new Violation("set must resolve to a SetOutcome", {
    expected:
      '{ kind: "done" | "no-quorum", replicas: a number }, { kind: "maybe" } or { kind: "refused", code, error }',
    got,
  });
}

/** What a `POST /set` came to. "Keys and values … come back as they were sent", whoever else writes the key. */
export function setOutcomeOfAnswer(
  what: string,
  answer: HttpAnswer,
  { key, value }: { readonly key: string; readonly value: string },
): SetOutcome {
  const { status, body } = answer;
  const { code, error, replicas } = body;
  if (status === 500 && code === "no-quorum") return setOutcome({ kind: code, replicas });
  if (code === "bad-request" || code === "not-leader") return { kind: "refused", code, error: String(error) };
  if (status !== 200)
    throw new Violation(`${what} ended in a wrong way`, {
      expected: "200, or 500 with the code no-quorum",
      got: `${String(status)} ${String(code)}: ${String(error)}`,
    });
  const whose = `${what} of ${showValue(value)} to ${showValue(key)}`;
  expectAnswer(whose, answer, status, { success: true, key, value });
  return setOutcome({ kind: "done", replicas });
}

/** What a clerk's `get` resolved to. */
export function getOutcome(got: unknown): GetOutcome {
  const { kind, value } = fields(got);
  if (kind === "value" && typeof value === "string") return { kind, value };
  if (kind === "no-key" || kind === "unavailable") return { kind };
  throw new Violation("get must resolve to a GetOutcome", {
    expected: '{ kind: "value", value: a string }, { kind: "no-key" } or { kind: "unavailable" }',
    got,
  });
}

function fields(got: unknown): Record<string, unknown> {
  return typeof got === "object" && got !== null ? (got as Record<string, unknown>) : {};
}

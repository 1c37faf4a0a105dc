import { Violation } from "labrpc/simulation";
import type { HttpAnswer } from "../../given/http";

/** Fails unless a request by HTTP was answered with this status and, among others, these fields. */
export function expectAnswer(
  what: string,
  got: HttpAnswer,
  status: number,
  fields: Readonly<Record<string, unknown>>,
): void {
  const picked = Object.fromEntries(Object.keys(fields).map((name) => [name, got.body[name]]));
  if (got.status === status && JSON.stringify(picked) === JSON.stringify(fields)) return;
  throw new Violation(`${what} was answered wrongly`, {
    expected: `${String(status)} ${shorten(fields)}`,
    got: `${String(got.status)} ${shorten(got.body)}`,
  });
}

/** Fails unless a request was refused: with this status, `success: false`, this code and a text for people. */
export function expectRefusal(what: string, got: HttpAnswer, status: number, code: string): void {
  expectAnswer(what, got, status, { success: false, code });
  const { error } = got.body;
  if (typeof error !== "string" || error === "")
    throw new Violation(`${what} was refused without an error message`, {
      expected: "a string in `error`",
      got: error,
    });
}

function shorten(value: object): string {
  const text = JSON.stringify(value);
  const MOST = 200;
  return text.length <= MOST ? text : `${text.slice(0, MOST)}…`;
}

import { Violation } from "labrpc/simulation";
import { showValue } from "labrpc/testing";
import type { Response, StartReport } from "../../types";

/** Fails unless the answer says that it was done, with these fields among others. */
export function expectSuccess(what: string, got: Response, fields: Partial<Response> = {}): void {
  expectResponse(what, got, { status: "success", ...fields });
}

/** Fails unless the answer is an error with a text for people; fields as for `expectSuccess`. */
export function expectError(what: string, got: Response, fields: Partial<Response> = {}): void {
  expectResponse(what, got, { status: "error", ...fields });
}

/** Fails unless the answer has these fields, among others. */
export function expectResponse(what: string, got: unknown, fields: Partial<Response>): void {
  const response = (typeof got === "object" && got !== null ? got : {}) as Partial<Response>;
  const wrong = wrongFields(response, fields);
  if (wrong.length > 0)
    throw new Violation(`${what} was answered wrongly`, {
      expected: pick(fields, wrong),
      got: typeof got === "object" && got !== null ? pick(response, [...wrong, "message"]) : showValue(got),
    });
  if (typeof response.message !== "string" || response.message === "")
    throw new Violation(`${what} was answered without a message for people`, {
      expected: "a string",
      got: response.message,
    });
}

/** Fails unless these are the same keys, in any order. */
export function expectKeys(
  what: string,
  got: readonly string[] | undefined,
  expected: readonly string[],
): void {
  const [a, b] = [[...(got ?? [])].sort(), [...expected].sort()];
  if (JSON.stringify(a) !== JSON.stringify(b))
    throw new Violation(what, { expected: showValue(b.join(", ")), got: showValue(a.join(", ")) });
}

/** Fails unless an object has these fields, among others; only those that differ are shown. */
export function expectFields(what: string, got: object, fields: object): void {
  const wrong = wrongFields(got, fields);
  if (wrong.length > 0)
    throw new Violation(`${what} is wrong`, { expected: pick(fields, wrong), got: pick(got, wrong) });
}

function wrongFields(got: object, fields: object): string[] {
  const found = new Map(Object.entries(got));
  return Object.entries(fields)
    .filter(([name, value]) => JSON.stringify(found.get(name)) !== JSON.stringify(value))
    .map(([name]) => name);
}

function pick(object: object, names: readonly string[]): string {
  const found = new Map<string, unknown>(Object.entries(object));
  const fields = names.map(
    (name) => `"${name}":${found.get(name) === undefined ? "(missing)" : JSON.stringify(found.get(name))}`,
  );
  const text = `{${fields.join(",")}}`;
  const MOST = 300;
  return text.length <= MOST ? text : `${text.slice(0, MOST)}…`;
}

/** Fails unless a server found at its start what it says here. */
export function expectReport(what: string, got: StartReport, expected: StartReport): void {
  // Other fields are a server's own affair, and so is their order.
  expectFields(`what the server found at ${what}`, Object(got) as object, expected);
}

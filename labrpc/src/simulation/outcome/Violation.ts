import { showRealmValue } from "../../realm/border/showRealmValue";
import type { ShownHistory } from "../../records";

/** Events whose text holds `text`, up to a virtual time in ms. */
export interface ViolationSubject {
  readonly text: string;
  readonly untilMs: number;
}

/**
 * What a verdict rests on: "history" when it follows from what happened alone, so that it stands whatever faults and
 * operations are left out; "waiting" when something that the test waited for did not come to its end in time; "scenario"
 * when the test expects it because of what it did itself.
 */
export type VerdictBasis = "history" | "waiting" | "scenario";

/** What there is to say of a broken promise besides the sentence. */
export interface ViolationDetails {
  readonly expected?: unknown;
  readonly got?: unknown;
  /** Which events of the trace matter; default: the last ones. */
  readonly about?: ViolationSubject;
  /** The operations, when a consistency checker found them impossible. */
  readonly history?: ShownHistory;
  /** Default "scenario". */
  readonly restsOn?: VerdictBasis;
  /** Says more, when that takes long: asked once, of a run that is recorded. Its words count instead of the first. */
  readonly explain?: () => Omit<ViolationDetails, "explain"> & { readonly message: string };
}

/** A promise of the lab that the run broke. Thrown by tests; `message` is one sentence for the student. */
export class Violation extends Error {
  override readonly name = "Violation";
  readonly expected: string | undefined;
  readonly got: string | undefined;
  readonly about: ViolationSubject | undefined;
  readonly history: ShownHistory | undefined;
  readonly restsOn: VerdictBasis;
  readonly explain: ViolationDetails["explain"];

  constructor(message: string, details: ViolationDetails = {}) {
    super(message);
    this.expected = textOfViolation(details.expected);
    // A value that is missing is one, too: "expected a string, got undefined".
    this.got = "got" in details ? (textOfViolation(details.got) ?? "undefined") : undefined;
    this.about = details.about;
    this.history = details.history;
    this.restsOn = details.restsOn ?? "scenario";
    this.explain = details.explain;
  }

  /** The same with all that can be said. */
  explained(): Violation {
    if (this.explain === undefined) return this;
    const { message, ...details } = this.explain();
    return new Violation(message, { restsOn: this.restsOn, ...details });
  }
}

function textOfViolation(value: unknown): string | undefined {
  return value === undefined || typeof value === "string" ? value : showRealmValue(value, 1);
}

/** A method of an object on a host threw. `name`, `message` and own properties are those of the error there. */
export class StudentError extends Error {
  /** Which host and method, as "clerk-1's get". */
  readonly call: string;
  readonly host: string;
  /** Lines of the student's code only. */
  readonly studentStack: string;

  constructor(
    host: string,
    call: string,
    error: { name: string; message: string; stack: string },
    data: unknown,
  ) {
    super(error.message);
    if (typeof data === "object" && data !== null) takeErrorProperties(this, data);
    // A class of the student's may have these as properties of any kind.
    this.message = error.message;
    this.name = error.name;
    this.host = host;
    this.call = call;
    this.studentStack = error.stack;
  }
}

/** Assigning would call what `__proto__` inherits, which makes another object of the error. */
function takeErrorProperties(error: Error, data: object): void {
  for (const [key, value] of Object.entries(data))
    Object.defineProperty(error, key, { value, writable: true, enumerable: true, configurable: true });
}

/** The host crashed while one of its methods was running; whether that had an effect is not known. */
export class HostCrashed extends Error {
  override readonly name = "HostCrashed";
}

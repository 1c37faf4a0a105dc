import { show } from "../realm/show";
import type { HistoryView } from "./HistoryView";

/** Events whose text holds `text`, up to a virtual time in ms. */
export interface Subject {
  readonly text: string;
  readonly untilMs: number;
}

/** A promise of the lab that the run broke. Thrown by tests; `message` is one sentence for the student. */
export class Violation extends Error {
  override readonly name = "Violation";
  readonly expected: string | undefined;
  readonly got: string | undefined;
  /** Which events of the trace matter; default: the last ones. */
  readonly about: Subject | undefined;

  /** The operations, when a consistency checker found them impossible. */
  readonly history: HistoryView | undefined;
  /**
   * What the verdict rests on: "history" when it follows from what happened alone, so that it stands whatever
   * faults and operations are left out; "scenario" when the test expects it because of what it did itself.
   */
  readonly restsOn: "history" | "scenario";

  constructor(
    message: string,
    details: {
      expected?: unknown;
      got?: unknown;
      about?: Subject;
      history?: HistoryView;
      restsOn?: "history" | "scenario";
    } = {},
  ) {
    super(message);
    this.expected = textOf(details.expected);
    this.got = textOf(details.got);
    this.about = details.about;
    this.history = details.history;
    this.restsOn = details.restsOn ?? (details.history === undefined ? "scenario" : "history");
  }
}

function textOf(value: unknown): string | undefined {
  return value === undefined || typeof value === "string" ? value : show(value, 1);
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
    if (typeof data === "object" && data !== null) Object.assign(this, data);
    this.name = error.name;
    this.host = host;
    this.call = call;
    this.studentStack = error.stack;
  }
}

/** The host crashed while one of its methods was running; whether that had an effect is not known. */
export class HostCrashed extends Error {
  override readonly name = "HostCrashed";
}

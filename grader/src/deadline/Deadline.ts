/** A deadline, and how a submission stands to it. It changes no points. Times are ISO 8601 in UTC. */
export interface Deadline {
  /** Absent when it was to be read somewhere and was not there. */
  readonly due?: string;
  /** When it was handed in, if that is known. */
  readonly handedIn?: string;
  /** How late it is; both 0 when it is in time, absent when it is not known. */
  readonly late?: Lateness;
  /** Why something is not known. */
  readonly problem?: string;
}

/** How long after the deadline: started minutes, and started days of 24 hours. */
export interface Lateness {
  readonly minutes: number;
  readonly days: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** @param due milliseconds since the epoch, as `handedIn` is; undefined when that is not known */
export function deadlineOf(due: number, handedIn: number | undefined, problem?: string): Deadline {
  const known =
    handedIn === undefined
      ? {}
      : { handedIn: new Date(handedIn).toISOString(), late: latenessOf(due, handedIn) };
  return { due: new Date(due).toISOString(), ...known, ...(problem === undefined ? {} : { problem }) };
}

function latenessOf(due: number, handedIn: number): Lateness {
  const ms = Math.max(0, handedIn - due);
  return { minutes: Math.ceil(ms / MINUTE_MS), days: Math.ceil(ms / DAY_MS) };
}

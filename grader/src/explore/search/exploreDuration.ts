import { InvalidArgumentError } from "commander";

const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** Reads a length of real time, such as "60s", "5m" or "1h", as milliseconds. */
export function exploreDuration(text: string): number {
  const [, number = "", unit = ""] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
  const ms = Number(number) * UNIT_MS[unit as keyof typeof UNIT_MS];
  if (ms > 0 && Number.isFinite(ms)) return ms;
  throw new InvalidArgumentError(
    `Expected a time such as 60s, 5m or 1h, above 0, got ${JSON.stringify(text)}.`,
  );
}

/** A length of real time in words a person reads: "12.3 s", "4 min 05 s". */
export function exploreDurationInWords(ms: number): string {
  const seconds = ms / 1_000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${String(Math.floor(whole / 60))} min ${String(whole % 60).padStart(2, "0")} s`;
}

import { InvalidArgumentError } from "commander";
import { deadlineInstant } from "../../deadline/deadlineInstant";

/** Deadlines of a class, milliseconds since the epoch, by lab; "" for all labs that have none of their own. */
export type ClassDeadlines = Readonly<Record<string, number>>;

/** Adds what `--due TIME` or `--due LAB=TIME` says to what was said before. */
export function deadlineOption(text: string, before: ClassDeadlines | undefined): ClassDeadlines {
  const [, lab = "", time = text] = /^([\w-]+)=(.*)$/.exec(text) ?? [];
  if (before?.[lab] !== undefined)
    throw new InvalidArgumentError(
      lab === "" ? "Expected one time for all labs, got two." : `Expected one time for ${lab}, got two.`,
    );
  return { ...before, [lab]: deadlineInstant(time) };
}

/** Undefined where a lab has no deadline. */
export function deadlineOfLab(deadlines: ClassDeadlines | undefined, lab: string): number | undefined {
  return deadlines?.[lab] ?? deadlines?.[""];
}

import { ToolError } from "toolkit/cli/ToolError";

/** The labs of a hand-out. */
export interface ChosenHandoutLabs {
  /** In the order of their numbers. */
  readonly labs: readonly string[];
  /** Those that were there, and that the command line did not name although it named some. They stay. */
  readonly stayed: readonly string[];
  /** Those that were there, and that the kit has no longer. */
  readonly left: readonly string[];
}

/**
 * Which labs a hand-out gets: those that it has already and those that were asked for; of a new one without a choice,
 * all. Throws ToolError when the kit has none of a hand-out's labs any more and no other was asked for.
 *
 * @param there labs of the last run, none for a new hand-out
 * @param asked undefined when the command line named none
 * @param known labs of the kit
 */
export function chooseHandoutLabs(
  there: readonly string[],
  asked: readonly string[] | undefined,
  known: readonly string[],
): ChosenHandoutLabs {
  const kept = there.filter((lab) => known.includes(lab));
  const left = there.filter((lab) => !known.includes(lab));
  if (asked === undefined && kept.length === 0 && left.length > 0)
    throw new ToolError(
      `expected a lab of this student repository in the kit (${known.join(", ")}), got none: ${left.join(", ")} left it; restore it, or name others with --labs`,
    );
  const wanted = asked ?? (kept.length === 0 ? known : []);
  return {
    labs: [...new Set([...kept, ...wanted])].sort((a, b) => a.localeCompare(b, "en", { numeric: true })),
    stayed: asked === undefined ? [] : kept.filter((lab) => !asked.includes(lab)),
    left: left.filter((lab) => asked?.includes(lab) !== true),
  };
}

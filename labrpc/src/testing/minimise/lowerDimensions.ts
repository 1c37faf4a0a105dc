import { deltaDebug } from "./deltaDebug";

/** Numbers that a world drew, by the names of its dimensions. */
export type Dimensions = Readonly<Record<string, number>>;

/** A world that still fails. */
interface FailingWorld {
  /** What it drew, in its last failing run. */
  readonly drawn: () => ReadonlyMap<string, number>;
  /** Whether it still fails with these numbers; if so, they stay. */
  readonly holds: (lowered: Dimensions) => Promise<boolean>;
}

/**
 * Makes a failing world smaller: first as many of its numbers as possible become 0, then each of the others as small as
 * it can be found by halving and by steps of one.
 *
 * @param names which dimensions
 */
export async function lowerDimensions(
  { drawn, holds }: FailingWorld,
  names: (name: string) => boolean,
): Promise<void> {
  const above0 = (): string[] => [...drawn()].flatMap(([name, n]) => (n > 0 && names(name) ? [name] : []));
  const all = above0();
  await deltaDebug(all, (stay) =>
    holds(Object.fromEntries(all.filter((name) => !stay.includes(name)).map((name) => [name, 0]))),
  );
  for (const name of above0()) await lowerDimension(name, { drawn, holds });
}

async function lowerDimension(name: string, { drawn, holds }: FailingWorld): Promise<void> {
  for (let step = Math.floor((drawn().get(name) ?? 0) / 2); step > 0; step = Math.floor(step / 2)) {
    let now = drawn().get(name) ?? 0;
    while (now - step > 0 && (await holds({ [name]: now - step }))) now = drawn().get(name) ?? 0;
  }
}

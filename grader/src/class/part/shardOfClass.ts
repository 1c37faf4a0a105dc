import { InvalidArgumentError } from "commander";
import { createHash } from "node:crypto";
import type { ClassMember } from "../find/findClass";

/** A part of a class, to be graded on one machine: `number` from 1 to `of`. */
export interface ClassShard {
  readonly number: number;
  readonly of: number;
}

const MOST_SHARDS = 1_000;

/** Reads a shard such as 3/8. */
export function classShardOption(text: string): ClassShard {
  const [, number = 0, of = 0] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (number >= 1 && number <= of && of <= MOST_SHARDS) return { number, of };
  throw new InvalidArgumentError(
    `Expected the number of a part and how many there are, such as 3/8, got ${JSON.stringify(text)}.`,
  );
}

/** How a shard is written. */
export function shardInWords({ number, of }: ClassShard): string {
  return `${String(number)}/${String(of)}`;
}

/** Those of a class who are in a shard. Who is in which rests on nobody else, so a late submission moves no one. */
export function membersOfShard(
  members: readonly ClassMember[],
  shard: ClassShard | undefined,
): ClassMember[] {
  return members.filter(
    ({ student }) => shard === undefined || shardOfStudent(student.id, shard.of) === shard.number,
  );
}

function shardOfStudent(id: string, of: number): number {
  return (createHash("sha256").update(id).digest().readUInt32BE() % of) + 1;
}

import type { DebugChoice } from "../../records";
import type { DebugSubject } from "./DebugSubject";

/** A call of something that the lab's stage does: its name and its arguments, as JSON. */
export type StagedCall = readonly [call: string, args: unknown];

/** What somebody who debugs begins with. */
export interface DebugSetup {
  /** In a few words, for a page. */
  readonly title: string;
  /** Made before anything can be chosen. */
  readonly calls: readonly StagedCall[];
  /** The names of the clerks that these make. */
  readonly clerks: readonly string[];
  /** What the stage does that judges all so far at once, asks no host, and throws a Violation. May be empty. */
  readonly verdicts: readonly string[];
}

/** An operation that a clerk has. */
export interface DebugOperationKind {
  readonly name: string;
  /** What its arguments are called, in order; the last ones may be left out where their names end in "?". */
  readonly parameters: readonly string[];
  /** What a page offers as its arguments, as JSON without the brackets of the list. */
  readonly example: string;
  readonly call: (clerk: string, args: readonly unknown[]) => StagedCall;
}

/** Something that an operator does to one host. */
export interface DebugHostAction {
  readonly title: string;
  readonly call: StagedCall;
}

/** What a lab's `tests/debug.ts` exports as `debug`: how one debugs on its stage without writing a scenario. */
export interface DebuggedLab {
  /** By name; the first is taken unless somebody says otherwise. */
  readonly setups: Readonly<Record<string, DebugSetup>>;
  readonly operations: readonly DebugOperationKind[];
  /** Makes one more clerk. */
  readonly newClerk: (name: string) => StagedCall;
  /** What can be done to a host beyond its network: only what the lab's contract speaks of. */
  readonly hostActions: (host: string) => readonly DebugHostAction[];
  /** What else the stage can judge, which takes events of its own or time, by what a page calls it. */
  readonly judgements: Readonly<Record<string, StagedCall>>;
  /** The same calls as lines of a scenario, where they are not written `clerk.name(args)`. */
  readonly source: (call: StagedCall) => string | undefined;
}

/** Which run on a lab's stage is to be debugged. */
export interface FreeStageChoice {
  /** Folder of the code, absolute. */
  readonly submission: string;
  /** A name of `setups`. */
  readonly setup: string;
  readonly seed: number;
}

/** A wrong program that somebody is to make show its mistake. Nobody sees its code. */
export interface DebugPuzzle {
  /** A name of `setups`. */
  readonly setup: string;
  readonly seed: number;
  /** What its mistake is about, in a few words that do not tell it. */
  readonly theme: string;
  /** The shortest way that is known to make it show. */
  readonly solution: readonly DebugChoice[];
}

/** The same with what runs it. */
export interface DebuggableLab extends DebuggedLab {
  readonly subject: (choice: FreeStageChoice) => DebugSubject;
  /** In their order; none where the lab has none. */
  readonly puzzles: () => readonly DebugPuzzle[];
  /** @param number from 1 */
  readonly puzzleSubject: (number: number) => DebugSubject;
}

import type { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { BoundedLines } from "toolkit/text/BoundedLines";

/** Characters of a line that is typed; a command needs fewer. */
const LONGEST_TYPED = 200;

/**
 * Hands each line that is typed to `obey`, one after the other: who pastes "kill" and "start" means them in that order.
 * Nothing more is read while one is carried out, and of a line without an end only the beginning is kept, so a program
 * that types faster than anybody reads fills no memory.
 *
 * @returns stops it: no further line is begun
 */
export function obeyClusterConsole(typed: Readable, obey: (line: string) => Promise<void>): () => void {
  const lines = new BoundedLines(LONGEST_TYPED);
  let isStopped = false;
  const obeyAll = async (some: readonly string[]): Promise<void> => {
    for (const line of some) {
      if (isStopped) return;
      await obey(line);
      // Ctrl-C comes between two lines, too.
      await setImmediate();
    }
  };
  const take = (piece: string): void => {
    typed.pause();
    void obeyAll(lines.add(piece)).then(() => {
      if (!isStopped) typed.resume();
    });
  };
  typed.setEncoding("utf8");
  typed.on("data", take);
  typed.once("end", () => void obeyAll(lines.end()));
  // A terminal that is gone says so as an error; the signal that comes with it ends the cluster.
  typed.on("error", () => undefined);
  return () => {
    isStopped = true;
    typed.off("data", take);
    typed.pause();
  };
}

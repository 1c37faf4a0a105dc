import type { Simulation } from "labrpc/simulation";
import type { DiskModel } from "./DiskModel";

/** Of a longer file so many characters are shown of its head, and as many of its tail: there a log goes on. */
const MOST_SHOWN = 150;
/** Names are cut, and of more files than these the later ones are left out. */
const MOST_NAME = 60;
const MOST_FILES = 200;

/**
 * Shows the files of a disk among the states of a run that is explained: `["a.json"]` holds what somebody would see who
 * looks, and `["a.json"].flushed`, where that is another text, what of it a crash leaves for sure.
 *
 * @param host the disk's
 */
export function showDisk(sim: Simulation, host: string, disk: DiskModel): void {
  if (sim.state === undefined) return;
  const known = new Set<string>();
  disk.changed = (name, content) => {
    if (!known.has(name) && known.size >= MOST_FILES) return;
    known.add(name);
    const path = `[${JSON.stringify(name.length <= MOST_NAME ? name : `${name.slice(0, MOST_NAME)}…`)}]`;
    const isFlushed = content === undefined || content.text === content.flushed;
    sim.showState(host, "Disk", path, content && shownText(content.text));
    sim.showState(host, "Disk", `${path}.flushed`, isFlushed ? undefined : shownText(content.flushed));
  };
}

function shownText(text: string): string {
  if (text.length <= 2 * MOST_SHOWN) return JSON.stringify(text);
  const [head, tail] = [text.slice(0, MOST_SHOWN), text.slice(-MOST_SHOWN)];
  return `${JSON.stringify(head)} … ${JSON.stringify(tail)} (${String(text.length)} characters)`;
}

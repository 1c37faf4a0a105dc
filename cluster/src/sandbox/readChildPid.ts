import type { ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";

/** The last of a process's descriptors on which bubblewrap says what it has started. */
export function readChildPid(child: ChildProcess): Promise<number> {
  const info = child.stdio.findLast((stream) => stream !== null && stream !== undefined) as Readable;
  return new Promise((resolve) => {
    let text = "";
    info.setEncoding("utf8");
    info.on("data", (piece: string) => {
      text += piece;
      const pid = /"child-pid": (\d+)/.exec(text)?.[1];
      if (pid !== undefined) resolve(Number(pid));
    });
    info.on("error", () => undefined);
  });
}

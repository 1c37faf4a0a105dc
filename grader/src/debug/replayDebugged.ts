import { Chalk } from "chalk";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { EXIT } from "toolkit/cli/EXIT";
import { ToolError } from "toolkit/cli/ToolError";
import type { Lab } from "toolkit/labs/readLab";
import type { SubmissionChoice } from "toolkit/submission/findSubmission";
import { cleanText } from "toolkit/text/studentText";
import { reportPictureWithinLimit } from "../report/write/reportPictureWithinLimit";
import { writeResultFile } from "toolkit/cli/writeResultFile";
import { join } from "node:path";
import { DebugPlace } from "./DebugPlace";
import type { DebugFile } from "./session/debugCode";
import { DebugWorker } from "./session/DebugWorker";

/** Makes the choices of a debugged run again, without a page, and prints what happened. Throws ToolError. */
export async function replayDebugged(
  { lab: name, what, choices }: DebugFile,
  lab: Lab,
  choice: SubmissionChoice,
  { root, reports = root, print, color }: CommandContext,
): Promise<number> {
  const place = new DebugPlace({ root, lab, choice, what });
  const worker = new DebugWorker(place.welcome());
  const paint = new Chalk({ level: color ? 1 : 0 });
  try {
    const { title } = await worker.offer;
    const { steps, verdict, missed, record } = await worker.ask({ choices });
    const picture = `reports/${name}/debug/replay.html`;
    writeResultFile(join(reports, picture), reportPictureWithinLimit(record));
    const isFailed = verdict.kind === "failed";
    const lines = [
      paint.bold(`${name}: ${title}`),
      ...steps.map(({ words }, at) => `${String(at + 1).padStart(4)}. ${cleanText(words)}`),
      ...(missed.length === 0
        ? []
        : [
            paint.yellow(
              `${String(missed.length)} of the choices are not possible with this code, and were left out`,
            ),
          ]),
      isFailed ? paint.red(`✗ ${verdict.message}`) : paint.green(`✓ ${verdict.message}`),
      ...(isFailed && verdict.expected !== undefined ? [`  expected  ${verdict.expected}`] : []),
      ...(isFailed && verdict.got !== undefined ? [`  got       ${verdict.got}`] : []),
      `  picture   ${picture}`,
    ];
    print(`${lines.join("\n")}\n`);
    return isFailed ? EXIT.lessThanFullMarks : EXIT.fullMarks;
  } catch (error) {
    throw error instanceof ToolError ? error : new ToolError((error as Error).message);
  } finally {
    worker.stop();
    place.dispose();
  }
}

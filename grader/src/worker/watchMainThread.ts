import { Session, type Debugger } from "node:inspector";
import { SourceMap, type SourceMapping, type SourceMapPayload } from "node:module";
import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { parentPort } from "node:worker_threads";
import { killWorkerGroup } from "../process/child/killWorkerGroup";
import { mainThreadMs } from "../process/processFigures";
import type { StudentPlace } from "../protocol/TestRun";
import { workerReporter } from "./workerReporter";
import type { StuckThreadData } from "./stuckThread";

/** Looks in the time of silence. */
const LOOKS = 6;

/**
 * Runs in a thread of its own. When the main thread works on and gives no sign of life, it halts that thread through the
 * debugger, reads where it stands, reports the place in the student's code, and lets it go on.
 */
export function watchMainThread({ token, silenceMs, pulse, grader }: StuckThreadData): void {
  const counter = new Int32Array(pulse);
  const send = workerReporter(token);
  let submission: string | undefined;
  let seen = -1;
  let since = 0;
  let told = false;
  parentPort?.on("message", (folder: string) => (submission = folder));
  setInterval(() => {
    // The grader is gone without a word, and the main thread may be in no state to notice.
    if (process.ppid !== grader) killWorkerGroup(process.pid);
    const beats = Atomics.load(counter, 0);
    const used = mainThreadMs();
    if (beats !== seen) [seen, since, told] = [beats, used, false];
    // A thread that got no time is not stuck. Told once: the halt itself changes nothing.
    if (told || used - since < silenceMs || submission === undefined) return;
    told = true;
    findMainThreadPlace(submission, (place) => {
      try {
        send({ type: "place", ...place });
      } catch {
        // The grader is gone; the next look ends this process.
      }
    });
  }, silenceMs / LOOKS);
}

function findMainThreadPlace(submission: string, tell: (place: StudentPlace) => void): void {
  const session = new Session();
  session.connectToMainThread();
  const scripts = new Map<string, Debugger.ScriptParsedEventDataType>();
  session.on("Debugger.scriptParsed", ({ params }) => scripts.set(params.scriptId, params));
  session.on("Debugger.paused", ({ params }) => {
    // First, so that whatever goes wrong here, the main thread goes on.
    session.disconnect();
    const place = params.callFrames
      .map(({ location }) => placeInSubmission(submission, scripts.get(location.scriptId), location))
      .find((found) => found !== undefined);
    if (place !== undefined) tell(place);
  });
  session.post("Debugger.enable");
  session.post("Debugger.pause");
}

/** Position in the student's TypeScript; undefined for code that is not the student's. */
function placeInSubmission(
  submission: string,
  script: Debugger.ScriptParsedEventDataType | undefined,
  { lineNumber, columnNumber = 0 }: Debugger.Location,
): StudentPlace | undefined {
  if (script === undefined) return undefined;
  const path = pathOfScript(script.url);
  if (path?.startsWith(submission + sep) !== true) return undefined;
  const file = relative(submission, path).split(sep).join("/");
  const [, map] =
    /^data:application\/json;(?:charset=utf-8;)?base64,(.*)$/.exec(script.sourceMapURL ?? "") ?? [];
  const found =
    map === undefined
      ? undefined
      : new SourceMap(JSON.parse(Buffer.from(map, "base64").toString()) as SourceMapPayload).findEntry(
          lineNumber,
          columnNumber,
        );
  // No entry is an empty object.
  const { originalLine = lineNumber, originalColumn = columnNumber } = (found ??
    {}) as Partial<SourceMapping>;
  return { file, line: originalLine + 1, column: originalColumn + 1 };
}

/** A script may give itself any address. */
function pathOfScript(url: string): string | undefined {
  try {
    return url.startsWith("file:") ? fileURLToPath(url) : url;
  } catch {
    return undefined;
  }
}

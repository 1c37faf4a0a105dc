import { join } from "node:path";
import type { DebugChoice } from "labrpc/records";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { EXIT } from "toolkit/cli/EXIT";
import { ToolError } from "toolkit/cli/ToolError";
import type { Lab } from "toolkit/labs/readLab";
import type { SubmissionChoice } from "toolkit/submission/findSubmission";
import { writeResultFile } from "toolkit/cli/writeResultFile";
import type { IsolationChoice } from "../grade/gradingIsolation";
import { DebugPlace } from "./DebugPlace";
import { openInBrowser } from "./openInBrowser";
import { debugFileOf, encodeDebug } from "./session/debugCode";
import { DebugSession, type DebugState } from "./session/DebugSession";
import { serveDebugger, type DebugExtras } from "./server/serveDebugger";
import type { DebugWhat } from "./worker/debugProtocol";
import { writeScenario } from "./writeScenario";

export interface DebuggerOptions {
  readonly lab: Lab;
  readonly what: DebugWhat;
  readonly choice: SubmissionChoice;
  readonly choices: readonly DebugChoice[];
  readonly opens: boolean;
  readonly port: number;
  /** As in DebugPlaceParts. */
  readonly isolation?: IsolationChoice;
  /** Said of the puzzle that is played; called with each state. */
  readonly puzzle?: (state: DebugState) => NonNullable<DebugExtras["puzzle"]>;
}

/** Serves the page until the signal of the context is aborted. */
export async function runDebugger(options: DebuggerOptions, context: CommandContext): Promise<number> {
  const { lab, what, choice, choices, opens, port, isolation, puzzle } = options;
  const { root, reports = root, print, signal } = context;
  const place = new DebugPlace({
    root,
    lab,
    choice,
    what,
    ...(isolation === undefined ? {} : { isolation }),
  });
  const session = new DebugSession(() => place.welcome());
  const fileOf = (): ReturnType<typeof debugFileOf> => debugFileOf(lab.name, what, session.choices);
  try {
    await session.begin(choices).catch((error: unknown) => {
      throw new ToolError((error as Error).message);
    });
    const server = await serveDebugger({
      session,
      port,
      extras: (state) => ({
        code: encodeDebug(fileOf()),
        ...(puzzle === undefined ? {} : { puzzle: puzzle(state) }),
      }),
      save: (saved) => {
        const folder = `reports/${lab.name}/debug`;
        const file = saved === "choices" ? `${folder}/choices.debug.json` : `${folder}/scenario.ts`;
        const { view } = session.state ?? {};
        const text =
          saved === "choices"
            ? `${JSON.stringify(fileOf(), undefined, 2)}\n`
            : writeScenario(lab, what, view ?? raise("there is nothing to be saved"));
        writeResultFile(join(reports, file), text);
        return saved === "choices"
          ? `Written to ${file}. To run it again: npm run replay -- ${file}`
          : `Written to ${file}. Copy the scenario into ${lab.name}/scenarios.ts.`;
      },
    });
    print(
      `${lab.name}: ${session.state?.offer?.title ?? ""}\nThe debugger: ${server.url}\nCtrl-C ends it.\n`,
    );
    if (opens) openInBrowser(server.url);
    const unwatch = what.kind === "puzzle" ? undefined : await place.watch(() => void session.reload());
    await new Promise<void>((resolve) => {
      if (signal?.aborted === true) resolve();
      signal?.addEventListener("abort", () => {
        resolve();
      });
    });
    await unwatch?.();
    await server.close();
    return EXIT.fullMarks;
  } finally {
    session.stop();
    place.dispose();
  }
}

function raise(message: string): never {
  throw new Error(message);
}

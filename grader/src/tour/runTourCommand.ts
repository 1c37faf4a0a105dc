import { Chalk } from "chalk";
import { Command } from "commander";
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { executeCommand } from "toolkit/cli/executeCommand";
import { EXIT } from "toolkit/cli/EXIT";
import { labNames } from "toolkit/labs/readLab";
import type { GradeContext } from "../grade/GradeContext";
import { runGradeCommand } from "../grade/runGradeCommand";
import { runReplayCommand } from "../replay/runReplayCommand";
import { gradeReport } from "../report/GradeReport";
import { runVerifyCommand } from "../verify/runVerifyCommand";
import { tourQuestions, type AskTour } from "./askTour";
import {
  isTourFileAsGiven,
  makeTourFolder,
  removeTourFolder,
  repairTourFile,
  TOUR,
  TOUR_FILE,
} from "./tourFolder";
import { TOUR_WORDS } from "./tourWords";

/** The command's world; who asks is another in tests. */
export interface TourContext extends GradeContext {
  /** Default: the terminal. */
  readonly ask?: AskTour;
}

/** The student has had enough. */
class TourLeft extends Error {}

const FAILING_TEST = "TestLostMessages";
const MORE = "Press Enter to go on (quit leaves) > ";
const REPAIR = "Press Enter when you have saved it (hint, solve, quit) > ";

/**
 * The `tour` command: a small counter with two mistakes, which the student repairs with the commands of every lab. Exit
 * code 0, also for who leaves early; 2 when the tool could not work.
 */
export async function runTourCommand(args: readonly string[], context: TourContext): Promise<number> {
  const command = new Command("npm run tour").description(
    "Shows the commands on a small broken counter, in ten minutes, here in the terminal. You repair it twice.",
  );
  return executeCommand(command, args, context, async () => {
    const { root, print } = context;
    const questions =
      context.ask === undefined ? tourQuestions() : { ask: context.ask, close: () => undefined };
    makeTourFolder(root);
    try {
      await new Tour(context, questions.ask).guide();
    } catch (error) {
      if (!(error instanceof TourLeft)) throw error;
      print("\nThe tour ends here; npm run tour begins it anew.\n");
    } finally {
      questions.close();
      removeTourFolder(root);
    }
    return EXIT.fullMarks;
  });
}

/** One tour. */
class Tour {
  readonly #bold: (text: string) => string;

  constructor(
    private readonly context: TourContext,
    private readonly ask: AskTour,
  ) {
    const paint = new Chalk({ level: context.color ? 1 : 0 });
    this.#bold = (text) => paint.bold(text);
  }

  async guide(): Promise<void> {
    const { root } = this.context;
    const places = this.context.reports ?? root;
    const replay = `reports/${TOUR}/${FAILING_TEST}.replay.json`;
    const kept = `${TOUR}/${FAILING_TEST}.replay.json`;
    this.#say(TOUR_WORDS.welcome);
    await this.#goOn();
    this.#say(TOUR_WORDS.verify);
    await this.#run("verify", runVerifyCommand, [TOUR, "--test", "TestAdds"]);
    this.#say(TOUR_WORDS.firstMistake);
    await this.#untilRepaired();
    this.#say(TOUR_WORDS.grade);
    await this.#run("grade", runGradeCommand, [TOUR]);
    this.#say(TOUR_WORDS.counterexample);
    await this.#goOn();
    // A grading with full marks takes it away.
    copyFileSync(join(places, replay), join(root, kept));
    const picture = join(places, "reports", TOUR, `${FAILING_TEST}.html`);
    this.#say(TOUR_WORDS.picture.replace("PICTURE", picture));
    await this.#goOn();
    this.#say(TOUR_WORDS.replay);
    await this.#replay(replay, places);
    await this.#goOn();
    this.#say(TOUR_WORDS.watch);
    await this.#watchUntilRepaired();
    this.#say(TOUR_WORDS.repaired);
    await this.#replay(kept, root);
    const first = labNames(root).find((name) => name !== TOUR);
    const next = first === undefined ? "" : `Begin with ${first}/README.md.`;
    this.#say(TOUR_WORDS.end.replace("FIRST_LAB", next));
  }

  #say(words: string): void {
    const [title = "", ...lines] = words.split("\n");
    const shown = /^\d\. /.test(title) ? this.#bold(title) : title;
    this.context.print(`\n${[shown, ...lines].join("\n").trimEnd()}\n\n`);
  }

  async #goOn(): Promise<void> {
    await this.#asked(MORE);
  }

  /** What was typed; throws TourLeft for "quit", and at the end of the input. */
  async #asked(prompt: string, signal?: AbortSignal): Promise<string> {
    const typed = await this.ask(prompt, signal);
    if (signal?.aborted === true) return "";
    const word = typed?.trim().toLowerCase() ?? "quit";
    if (word === "quit" || word === "q") throw new TourLeft();
    return word;
  }

  /** Runs a command as if it had been typed. */
  async #run(
    name: string,
    command: (args: readonly string[], context: GradeContext) => Promise<number>,
    args: readonly string[],
  ): Promise<number> {
    const [first = "", ...options] = args;
    const behind = first.endsWith(".json") ? ` -- ${args.join(" ")}` : ` ${first}${dashed(options)}`;
    this.context.print(`${this.#bold(`$ npm run ${name}${behind}`)}\n`);
    return command(args, this.context);
  }

  async #replay(file: string, cwd: string): Promise<void> {
    const from: CommandContext = { ...this.context, cwd };
    await this.#run("replay", (args) => runReplayCommand(args, from), [file]);
  }

  async #untilRepaired(): Promise<void> {
    for (;;) {
      const word = await this.#asked(REPAIR);
      if (word === "hint") {
        this.#say(TOUR_WORDS.firstHint);
        continue;
      }
      if (word !== "" && word !== "solve") {
        this.context.print(`expected Enter, hint, solve or quit, got "${word}"\n`);
        continue;
      }
      if (word === "solve") repairTourFile(this.context.root, 1);
      else if (isTourFileAsGiven(this.context.root)) {
        this.context.print(`${TOUR}/${TOUR_FILE} is as it was; have you saved it?\n`);
        continue;
      }
      const code = await this.#run("verify", runVerifyCommand, [TOUR, "--test", "TestAdds"]);
      if (code === EXIT.fullMarks) return;
      if (code === EXIT.toolFailed) throw new TourLeft();
      this.context.print("\nNot yet; hint gives a hint.\n\n");
    }
  }

  /** Watches, and listens to what is typed in the meantime. */
  async #watchUntilRepaired(): Promise<void> {
    const stop = new AbortController();
    const { print, root } = this.context;
    const watched: GradeContext = {
      ...this.context,
      // What was said before stays on the screen.
      terminal: false,
      signal: stop.signal,
      print: (text) => {
        print(text);
        if (!text.startsWith("Waiting")) return;
        if (this.#hasFullMarks()) stop.abort();
        else this.#say(TOUR_WORDS.watching);
      },
    };
    let left: unknown;
    const listen = async (): Promise<void> => {
      while (!stop.signal.aborted) {
        const word = await this.#asked("", stop.signal);
        if (word === "hint") this.#say(TOUR_WORDS.secondHint);
        else if (word === "solve") repairTourFile(root, 2);
        else if (word !== "") this.#say(TOUR_WORDS.watching);
      }
    };
    const listening = listen().catch((error: unknown) => {
      left = error;
      stop.abort();
    });
    await this.#run("grade", (args) => runGradeCommand(args, watched), [TOUR, "--watch"]);
    stop.abort();
    await listening;
    if (left !== undefined) throw left as Error;
  }

  #hasFullMarks(): boolean {
    const file = join(this.context.reports ?? this.context.root, "reports", TOUR, "report.json");
    const { score, maxScore } = gradeReport.parse(JSON.parse(readFileSync(file, "utf8")));
    return score === maxScore;
  }
}

function dashed(options: readonly string[]): string {
  return options.length === 0 ? "" : ` -- ${options.join(" ")}`;
}

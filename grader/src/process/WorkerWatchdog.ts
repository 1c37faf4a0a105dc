import type { LimitExcess, WorkerLimits } from "./WorkerLimits";
import { processFigures, type ProcessFigures } from "./processFigures";
import type { StuckPlace } from "../protocol/TestRun";
import { JobUsage } from "./JobUsage";

export interface WorkerWatchdogOptions {
  readonly pid: number;
  readonly limits: WorkerLimits;
  /** Real milliseconds between two looks. */
  readonly everyMs: number;
  /** Default: what the system says. */
  readonly figures: ((pid: number) => Promise<ProcessFigures | undefined>) | undefined;
  /** Whether there is nothing to watch any more. */
  readonly isOver: () => boolean;
  /** Called once, when a limit was passed. */
  readonly onExcess: (excess: LimitExcess) => void;
}

/**
 * Looks at a worker now and then, as long as it loads or runs one job, and tells JobUsage what it saw, which knows
 * when that is too much.
 */
export class WorkerWatchdog {
  readonly #usage: JobUsage;
  #place: StuckPlace | undefined;
  #stopped = false;
  /** Processes in which the worker has student code run. */
  #others: readonly number[] = [];

  constructor(private readonly options: WorkerWatchdogOptions) {
    this.#usage = new JobUsage(options.limits, performance.now());
    this.#look();
  }

  /** Where the process said that it is stuck, when that was the last that it said. */
  get place(): StuckPlace | undefined {
    return this.#place;
  }

  /** As in JobUsage. */
  get wasGrowing(): boolean {
    return this.#usage.wasGrowing;
  }

  /** The process gave a sign of life. */
  beat(): void {
    this.#usage.beat();
    this.#place = undefined;
  }

  /** A thread beside the stuck one says where that is: no sign of life. */
  stuckAt(place: StuckPlace): void {
    this.#place = place;
  }

  /** What these processes use counts as the worker's. */
  alsoWatch(pids: readonly number[]): void {
    this.#others = pids;
  }

  /** The test's own time begins. */
  begin(): void {
    this.#usage.begin();
  }

  stop(): void {
    this.#stopped = true;
  }

  #look(): void {
    setTimeout(() => {
      void this.#figures().then((figures) => {
        if (this.#stopped || this.options.isOver()) return;
        const over = this.#usage.look(performance.now(), figures, this.#place !== undefined);
        if (over === undefined) this.#look();
        else this.options.onExcess(over);
      });
    }, this.options.everyMs);
  }

  /** What the system says of the process, and after it whatever the process had said until then. */
  async #figures(): Promise<ProcessFigures | undefined> {
    const ask = this.options.figures ?? processFigures;
    const figures = sumOfFigures(await Promise.all([this.options.pid, ...this.#others].map(ask)));
    // A sign of life that lies in the pipe since before must not come too late: two turns of the loop read it.
    for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
    return figures;
  }
}

/** What several processes use together; undefined when the first cannot be asked. They sleep when all of them do. */
function sumOfFigures([first, ...others]: readonly (ProcessFigures | undefined)[]):
  ProcessFigures | undefined {
  return others.reduce(
    (sum, one) =>
      sum === undefined || one === undefined
        ? sum
        : {
            cpuMs: sum.cpuMs + one.cpuMs,
            asleep:
              sum.asleep === undefined || one.asleep === undefined ? undefined : sum.asleep && one.asleep,
            memoryMb: sum.memoryMb === undefined ? undefined : sum.memoryMb + (one.memoryMb ?? 0),
          },
    first,
  );
}

import { steepestJump, type MeasuredMoment } from "./MeasuredMoment";
import { spreadMoments } from "./openMoments";

/** Moments that are spread over the run … */
const SPREAD = 13;
/** … and moments that then halve the stretch in which the likelihood grows most. */
const MOST_HALVINGS = 10;
/** A growth that is smaller is not worth a closer look. */
const LEAST_GROWTH = 0.1;
/** Runs of one job: few, so that all processes have something to do. */
const BATCH = 10;

/** Runs from one moment, by the seeds of their luck. */
export interface RewindBatch {
  readonly events: number;
  readonly seeds: readonly number[];
}

/**
 * Which moments of a run to measure: some that are spread over it, then ever closer to where the likelihood jumps. Each
 * moment gets the same seeds, so what differs between two moments comes from what lies between them. The same results
 * lead to the same moments, whatever the order in which they come in.
 */
export class RewindPlan {
  readonly #open: readonly number[];
  readonly #runs: number;
  readonly #timeOf: (events: number) => number;
  readonly #measured = new Map<number, { runs: number; failed: number; otherwise: number }>();
  #queue: RewindBatch[] = [];
  #underWay = 0;
  #halvings = 0;
  #waiting: (() => void)[] = [];

  /**
   * @param open all moments at which something is about to be drawn
   * @param runs from each moment
   * @param timeOf when so many events had happened, virtual ms
   */
  constructor(open: readonly number[], runs: number, timeOf: (events: number) => number) {
    this.#open = open;
    this.#runs = runs;
    this.#timeOf = timeOf;
    const first = spreadMoments(open, SPREAD).map((moment) => this.#batchesOf(moment));
    // In turns, so that each moment has some runs when time ends the search.
    for (let turn = 0; turn < (first[0]?.length ?? 0); turn++)
      this.#queue.push(...first.flatMap((batches) => batches[turn] ?? []));
  }

  /** What was measured so far, in the order of the moments. */
  get moments(): MeasuredMoment[] {
    return [...this.#measured]
      .filter(([, { runs }]) => runs > 0)
      .map(([events, counted]) => ({ events, at: this.#timeOf(events), ...counted }))
      .sort((a, b) => a.events - b.events);
  }

  /** The most runs that there can be. */
  get total(): number {
    return (Math.min(SPREAD, this.#open.length) + MOST_HALVINGS) * this.#runs;
  }

  /** Whether nothing could be measured between two moments that are neighbours now. */
  areNeighbours(before: MeasuredMoment, after: MeasuredMoment): boolean {
    return this.#open.indexOf(after.events) - this.#open.indexOf(before.events) === 1;
  }

  /** The next runs to make; undefined when there are none left. Each has to be followed by `done`. */
  async take(): Promise<RewindBatch | undefined> {
    for (;;) {
      const next = this.#queue.shift();
      if (next !== undefined) {
        this.#underWay += 1;
        return next;
      }
      if (this.#underWay === 0 && !this.#halve()) return undefined;
      if (this.#queue.length === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** A run has ended. */
  ran(events: number, how: "passed" | "failed" | "otherwise"): void {
    const counted = this.#measured.get(events) ?? { runs: 0, failed: 0, otherwise: 0 };
    counted.runs += 1;
    if (how !== "passed") counted[how] += 1;
    this.#measured.set(events, counted);
  }

  done(): void {
    this.#underWay -= 1;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** Looks closer at where the likelihood grows most. Returns whether there is anything to look at. */
  #halve(): boolean {
    const jump = steepestJump(this.moments);
    if (jump === undefined || jump.growth < LEAST_GROWTH || this.#halvings >= MOST_HALVINGS) return false;
    const [from, to] = [jump.before, jump.after].map(({ events }) => this.#open.indexOf(events)) as [
      number,
      number,
    ];
    const middle = this.#open[Math.floor((from + to) / 2)];
    if (middle === undefined || to - from < 2) return false;
    this.#halvings += 1;
    this.#queue = this.#batchesOf(middle);
    return true;
  }

  #batchesOf(events: number): RewindBatch[] {
    return Array.from({ length: Math.ceil(this.#runs / BATCH) }, (_, nth) => ({
      events,
      seeds: Array.from(
        { length: Math.min(BATCH, this.#runs - nth * BATCH) },
        (__, i) => 1 + nth * BATCH + i,
      ),
    }));
  }
}

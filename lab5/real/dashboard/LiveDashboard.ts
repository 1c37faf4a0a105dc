import type { DashboardSample } from "./MiniRedisSampler";

/** Takes samples as long as somebody looks, and gives each one to all who do. */
export class LiveDashboard {
  readonly #take: () => Promise<DashboardSample>;
  readonly #everyMs: number;
  readonly #viewers = new Set<(sample: DashboardSample) => void>();
  #last: DashboardSample | undefined;
  #running = false;

  constructor(take: () => Promise<DashboardSample>, everyMs: number) {
    this.#take = take;
    this.#everyMs = everyMs;
  }

  /** Calls `viewer` with the last sample, if there is one, and with each new one. Returns what ends that. */
  watch(viewer: (sample: DashboardSample) => void): () => void {
    this.#viewers.add(viewer);
    if (this.#last !== undefined) viewer(this.#last);
    if (!this.#running) void this.#run();
    return () => void this.#viewers.delete(viewer);
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#viewers.size > 0) {
      const sample = await this.#take();
      this.#last = sample;
      for (const viewer of this.#viewers) viewer(sample);
      await new Promise((resolve) => setTimeout(resolve, this.#everyMs));
    }
    this.#running = false;
    this.#last = undefined;
  }
}

import { availableParallelism, loadavg } from "node:os";

/** How much else a machine does. */
export interface BenchBusyness {
  /** Processes that wanted to run, mean of the last minute; 0 where the system does not count them. */
  readonly load: number;
  readonly cores: number;
  /** Wall time of a fixed calculation by its processor time: 1 on an idle machine. */
  readonly stretch: number;
}

const STEPS = 150_000_000;
const BUSY_STRETCH = 1.1;

/** Takes about 0.2 s. */
export function measureBenchBusyness(): BenchBusyness {
  const [load = 0] = loadavg();
  const before = process.cpuUsage();
  const start = performance.now();
  let sum = 0;
  for (let i = 0; i < STEPS; i++) sum = (sum + i) | 0;
  const wallMs = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  return {
    load,
    cores: availableParallelism(),
    stretch: (wallMs * 1000) / Math.max(1, user + system, sum * 0),
  };
}

/**
 * A sentence for whoever reads the figures; undefined when the machine is not busy. Before a measurement, a load of
 * more than half the cores is busy: what is measured takes a core and more.
 */
export function describeBenchBusyness(
  { load, cores, stretch }: BenchBusyness,
  when: "before" | "after",
): string | undefined {
  const signs: string[] = [];
  if (stretch > BUSY_STRETCH)
    signs.push(`a fixed calculation took ${stretch.toFixed(2)} times its processor time`);
  // Afterwards, the load is that of the measurement itself.
  if (when === "before" && load > cores / 2)
    signs.push(`${load.toFixed(1)} processes wanted its ${String(cores)} cores over the last minute`);
  if (signs.length === 0) return undefined;
  return `This machine ${when === "before" ? "is" : "was still"} busy: ${signs.join(", and ")}. Times by the clock are too long, and even processor time grows.`;
}

import type { Cluster } from "./Cluster";
import type { NodeAddress } from "../plan/ClusterPlan";

const PERIOD_MS = 1_000;
const PATIENCE_MS = 1_000;

/** Asks the nodes every second whether they answer, and tells of changes. A node whose process has ended is left out. */
export class NodeHealthWatch {
  readonly #cluster: Cluster;
  readonly #answers: (address: NodeAddress) => Promise<boolean>;
  readonly #onChange: (node: string, answers: boolean) => void;
  readonly #silent = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    cluster: Cluster,
    answers: (address: NodeAddress) => Promise<boolean>,
    onChange: (node: string, answers: boolean) => void,
  ) {
    this.#cluster = cluster;
    this.#answers = answers;
    this.#onChange = onChange;
  }

  start(): void {
    this.#timer ??= setInterval(() => {
      for (const node of this.#cluster.names) void this.#look(node);
    }, PERIOD_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Whether it answered when it was last asked. */
  isSilent(node: string): boolean {
    return this.#silent.has(node);
  }

  async #look(node: string): Promise<void> {
    const asked = this.#cluster.process(node);
    if (!this.#cluster.isUp(node)) return void this.#silent.delete(node);
    const answered = await nodeIsHealthyWithin(PATIENCE_MS, this.#answers(this.#cluster.address(node)));
    // It may have ended, or begun anew, while we waited.
    if (this.#cluster.process(node) !== asked || !this.#cluster.isUp(node)) return;
    if (answered !== this.#silent.has(node)) return;
    if (answered) this.#silent.delete(node);
    else this.#silent.add(node);
    this.#onChange(node, answered);
  }
}

async function nodeIsHealthyWithin(ms: number, answer: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  try {
    return await Promise.race([answer.catch(() => false), late]);
  } finally {
    clearTimeout(timer);
  }
}

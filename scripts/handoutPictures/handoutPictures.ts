import { join } from "node:path";
import { CodeBase, Simulation } from "labrpc/simulation";
import { recordOf, type RunRecord } from "labrpc/testing";
import { renderPictureSvg } from "picture/svg";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { readLab } from "toolkit/labs/readLab";
import { lockOnLossyNetwork } from "./lockOnLossyNetwork";
import { sequentialExample } from "./sequentialExample";

/** A picture of a handout: a run of the reference solution. */
interface HandoutPicture {
  readonly lab: string;
  /** Of its files in `docs/images`, before "-light.svg". */
  readonly name: string;
  readonly title: string;
  readonly seed: number;
  readonly height: number;
  readonly network: { readonly timeoutMs: number };
  readonly show: (sim: Simulation) => Promise<void>;
}

const PICTURES: readonly HandoutPicture[] = [
  {
    lab: "lab2",
    name: "lab2-architecture",
    title:
      "Two workers, each with a lock on a clerk, and the server: a reply is lost, and its put is sent again; then the other worker gets the lock",
    seed: 1,
    height: 330,
    network: { timeoutMs: 100 },
    show: lockOnLossyNetwork,
  },
  {
    lab: "lab3",
    name: "lab3-sequential",
    title: "P1 sets a to x, P2 sets a to y; P3 and P4 get a twice, and see x and y in the same order",
    seed: 1,
    height: 460,
    network: { timeoutMs: 30_000 },
    show: sequentialExample,
  },
];

const WIDTH = 1_100;

/** Runs the scenes and draws them: file names in `docs/images` with their content. Throws when a scene fails. */
export async function handoutPictures(): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const picture of PICTURES) {
    const record = await recordOfScene(picture);
    for (const scheme of ["light", "dark"] as const)
      files.set(
        `${picture.name}-${scheme}.svg`,
        renderPictureSvg(record, { width: WIDTH, height: picture.height, scheme, title: picture.title }),
      );
  }
  return files;
}

async function recordOfScene({ lab: name, title, seed, network, show }: HandoutPicture): Promise<RunRecord> {
  const lab = readLab(KIT_ROOT, name);
  const given = { folder: lab.folder, files: lab.manifest.given, fixed: lab.manifest.fixed };
  const code = new CodeBase({ folder: join(KIT_ROOT, "solutions", name), given });
  const simulation = new Simulation({ seed, code, network, record: true });
  const { outcome } = await simulation.run(show);
  if (outcome.kind !== "passed")
    throw new Error(`expected the scene of ${name} to pass, got ${outcome.kind}`);
  return recordOf({ test: title, seed, simulation, explanation: undefined, outcome });
}

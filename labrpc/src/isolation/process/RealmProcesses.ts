import { createHash } from "node:crypto";
import type { ErrorText } from "../../realm/border/Bridge";
import { REALM_LOST } from "../../realm/border/realmLost";
import type { Realm } from "../../simulation/border/Realm";
import type { RealmSource } from "../../simulation/border/realms";
import type { CodeBase } from "../../simulation/code/CodeBase";
import { RealmProcess, type RealmLaunch, type RealmLoss } from "./RealmProcess";
import { RemoteRealm, type RemoteMethod, type RunLine } from "./RemoteRealm";
import { RoundTrips } from "./RoundTrips";

/** How student code is kept apart from the process that forms the verdict. */
export interface RealmProcessesOptions {
  readonly launch: RealmLaunch;
  /** How many processes the hosts of one run are spread over. */
  readonly processes: number;
  /** Decides which hosts share a process; the same for all of a grading. */
  readonly secret: string;
  /** Called with the processes in which student code runs, whenever one more does. */
  readonly onStarted?: (pids: readonly number[]) => void;
  /** Called when a process has ended by itself; what it ran is lost. */
  readonly onEnded: (loss: Extract<RealmLoss, { kind: "ended" }>) => void;
}

/**
 * So many runs share a round trip to the processes, which costs as much for one as for all of them: all seeds of a job. In
 * each process they share a realm as well; see SharedRealm.
 */
const RUNS_AT_ONCE = 13;

/** A process, and what it was told. */
interface Place extends RunLine {
  readonly process: RealmProcess;
  readonly codes: Map<CodeBase, number>;
  /** Runs that ended while their last answer was on the way. */
  readonly ended: Set<number>;
}

/**
 * Realms in other processes. Processes are started when they are first needed, and serve one submission: code that got
 * hold of its process must meet nobody else's.
 */
export class RealmProcesses implements RealmSource {
  readonly runsAtOnce = RUNS_AT_ONCE;
  readonly #options: RealmProcessesOptions;
  readonly #places: (Place | undefined)[] = [];
  readonly #runs = new Map<number, RemoteRealm>();
  readonly #trips = new RoundTrips();
  /** Whose code the processes hold. */
  #folder: string | undefined;
  #count = 0;

  constructor(options: RealmProcessesOptions) {
    this.#options = options;
  }

  take(code: CodeBase): Realm {
    return this.#realm(code, false);
  }

  fresh(code: CodeBase): Realm {
    return this.#realm(code, true);
  }

  giveBack(): void {
    // The processes keep their realms.
  }

  /** Whose code the processes hold, a folder, absolute; undefined before the first run. */
  get folder(): string | undefined {
    return this.#folder;
  }

  /** The method that runs now; undefined when there is none, or several runs are under way. */
  get method(): RemoteMethod | undefined {
    const [realm, ...others] = [...this.#runs.values()].filter(({ isWaiting }) => isWaiting);
    return others.length === 0 ? realm?.method : undefined;
  }

  /** The processes in which student code runs. */
  get pids(): number[] {
    return this.#places.flatMap((place) => (place === undefined ? [] : [place.process.pid]));
  }

  /** Ends the processes. */
  stop(): void {
    for (const place of this.#places.splice(0)) place?.process.stop();
  }

  #realm(code: CodeBase, isFresh: boolean): RemoteRealm {
    if (code.folder !== this.#folder) this.stop();
    this.#folder = code.folder;
    const number = ++this.#count;
    const hosts = new Map<string, number>();
    const realm = new RemoteRealm({
      number,
      isFresh,
      code: (line) => numberOfCode(line as Place, code),
      lineOf: (host) => {
        let index = hosts.get(host);
        if (index === undefined) hosts.set(host, (index = this.#indexOf(hosts.size)));
        return this.#place(index);
      },
      onEnd: (awaited) => {
        this.#runs.delete(number);
        for (const line of awaited) (line as Place).ended.add(number);
      },
    });
    this.#runs.set(number, realm);
    return realm;
  }

  /**
   * The process of a run's nth host. Hosts that follow each other are apart, and which others are together nobody can
   * foresee without the secret: code that got hold of one must not count on any other. The same in each run of a seed.
   */
  #indexOf(nth: number): number {
    const { processes, secret } = this.#options;
    const block = Math.floor(nth / processes);
    const shift = createHash("sha256")
      .update(`${secret} ${String(block)}`)
      .digest()
      .readUInt32LE(0);
    return (nth + shift) % processes;
  }

  #place(index: number): Place {
    const known = this.#places[index];
    if (known !== undefined) return known;
    const process = new RealmProcess(
      this.#options.launch,
      (answer) => {
        this.#answer(place, answer);
      },
      (loss) => {
        this.#lose(index, place, loss);
      },
      this.#trips,
    );
    const place: Place = {
      process,
      codes: new Map(),
      ended: new Set(),
      send: (message) => {
        process.send(message);
      },
    };
    this.#places[index] = place;
    void process.innerPid.then(() => this.#options.onStarted?.(this.pids));
    return place;
  }

  /** Throws TypeError for an answer that may not be. */
  #answer(place: Place, answer: unknown): void {
    const [kind, number, ...rest] = Array.isArray(answer) ? (answer as unknown[]) : [];
    if (typeof number !== "number" || rest.length !== (kind === "did" ? 4 : kind === "bytes" ? 1 : -1))
      throw new TypeError("expected a kind of answer, with all that belongs to it and no more");
    // Nobody wants to know any more, whatever it says.
    if (place.ended.delete(number)) return;
    const realm = this.#runs.get(number);
    if (realm?.uses(place) !== true)
      throw new TypeError("expected an answer about a run of the process, got another");
    if (kind === "did") realm.did(place, rest[0], rest[1], rest[2], rest[3]);
    else realm.measured(place, rest[0]);
  }

  #lose(index: number, place: Place, loss: RealmLoss): void {
    this.#places[index] = undefined;
    if (loss.kind === "ended") this.#options.onEnded(loss);
    const how = loss.kind === "ended" ? "ended in the middle of the run" : `broke the protocol: ${loss.how}`;
    const error: ErrorText = {
      name: REALM_LOST,
      message: `the process of student code ${how}`,
      stack: "",
      data: "",
    };
    for (const realm of this.#runs.values()) if (realm.uses(place)) realm.lose(place, JSON.stringify(error));
  }
}

function numberOfCode({ codes, process }: Place, code: CodeBase): number {
  const known = codes.get(code);
  if (known !== undefined) return known;
  const number = codes.size;
  codes.set(code, number);
  process.send(["code", number, code.bundle()]);
  return number;
}

import { AWKWARD_TEXTS, Pace, worldTexts } from "harness";
import { HostCrashed, type Simulation, type World } from "labrpc/simulation";
import type { ClerkOptions } from "../../../types";
import type { KVCluster } from "../harness";
import type { RequestLog } from "./RequestLog";
import { WorldClerk } from "./WorldClerk";

/** What the clients of a world do. */
export interface WorldPuts {
  readonly clerks: readonly WorldClerk[];
  readonly machines: readonly string[];
  /** Whether clerks pause for so long between two attempts that they can be cut off for an hour at little cost. */
  readonly isLong: boolean;
  /** The longest pause between two attempts that their options allow, virtual ms. */
  readonly longestDelayMs: number;
  /** Lets a client make all its calls, one after the other. */
  readonly work: (client: number) => Promise<void>;
}

/** How many clients there are at most where there is no crowd. */
const SOME = 6;
const OPERATIONS = 40;
const LONGEST_PAUSE_MS = 3_601_000;
/** The longest pause of a clerk that is cut off for an hour: others would send thousands of requests, virtual ms. */
const PATIENT_MS = 300_000;

/**
 * - "update": with the version that the client saw last;
 * - "create": with version 0;
 * - "look and update": with the version that a get finds;
 * - "guess": with a version that may be any;
 * - "ahead": with a version that the key may get at any moment;
 * - "again": the same put as before.
 */
const MIXES = [
  ["update"],
  ["update", "get"],
  ["look and update", "create"],
  ["guess", "update", "get"],
  ["ahead"],
  ["update", "create", "look and update", "guess", "again", "get"],
] as const;

/** Versions that are put, whatever the key's may be: "any other put is executed only if its version matches the key's". */
const GUESSES = [0, 1, 2, 3, 4, 5, 2 ** 32, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER] as const;

/** Draws clients and what they do. "One clerk makes one call at a time"; calls by different clients overlap. */
export function worldPuts(
  sim: Simulation,
  kv: KVCluster,
  log: RequestLog,
  keys: readonly string[],
): WorldPuts {
  const { world } = sim;
  const isCrowd = world.has("crowd", 0.08);
  const count = isCrowd ? world.pick("many clients", [20, 150]) : world.between("clients", 1, SOME);
  const each = world.between("operations", 1, Math.max(1, Math.min(8, Math.floor(OPERATIONS / count))));
  const mix = world.pick("mix", MIXES);
  // "Each machine evaluates your modules afresh": two clerks on one machine share them.
  const shares = count > 1 && (count > 20 || world.has("clerks share a machine", 0.15));
  if (shares) world.describe("all clerks are on one machine");
  const hasOptions = world.has("clerk options", 0.35);
  const isLong = world.has("an outage of an hour", 0.12);
  const made = Array.from({ length: count }, (_, client) => {
    const name = `clerk-${String(client)}`;
    const options = isLong ? { maxDelay: PATIENT_MS } : hasOptions ? optionsOf(world, name) : {};
    return { name, options, ...(shares ? { machine: "machine", shares } : {}) };
  });
  const clerks = made.map((one) => new WorldClerk(sim, kv, log, one));
  const busy = world.has("one client writes all the time", 0.1) ? drawBusy(world) : undefined;
  if (busy !== undefined) clerks.push(new WorldClerk(sim, kv, log, { name: "busy-clerk" }));
  const values = world.has("values come again", 0.25) ? worldTexts(world, "values", 3, [""]) : [];
  const isAwkward = world.has("awkward values", 0.3);
  // Texts that all differ, so that each put can be told from the others; or few texts again and again.
  const valueOf = (name: string, token: string): string =>
    values.length > 0
      ? world.pick(`${name} value`, values)
      : isAwkward
        ? `${token} ${awkwardAt(world.upTo(`${name} text`, AWKWARD_TEXTS.length - 1))}`
        : token;
  const pace = new Pace(sim, isCrowd ? 5 : LONGEST_PAUSE_MS);
  const work = async (client: number): Promise<void> => {
    const ck = clerks[client] as WorldClerk;
    if (client === count && busy !== undefined) return writeAllTheTime(sim, ck, keys[0] ?? "", busy);
    const seen = new Map<string, number>();
    let last: readonly [key: string, value: string, version: number] | undefined;
    for (let i = 1; i <= each; i++) {
      const name = `clerk-${String(client)}/${String(i)}`;
      await pace.pause(name);
      const key = world.pick(`${name} key`, keys);
      const kind = world.pick(`${name} kind`, mix);
      const value = valueOf(name, `x ${String(client)} ${String(i)}`);
      if (kind === "get" || kind === "look and update") {
        const got = await ck.get(key);
        if (got.kind !== "ErrTimeout") seen.set(key, got.kind === "value" ? got.version : 0);
      }
      if (kind === "get") continue;
      const version =
        kind === "create"
          ? 0
          : kind === "guess"
            ? world.pick(`${name} version`, GUESSES)
            : (seen.get(key) ?? 0) + (kind === "ahead" ? world.upTo(`${name} ahead`, 2) : 0);
      const put = kind === "again" && last !== undefined ? last : ([key, value, version] as const);
      last = put;
      if ((await ck.put(...put)) === "done") seen.set(put[0], put[2] + 1);
    }
  };
  const own = made.map(({ name, machine = name }) => machine);
  const machines = [...(shares ? own.slice(0, 1) : own), ...(busy === undefined ? [] : ["busy-clerk"])];
  return {
    clerks,
    machines,
    isLong,
    longestDelayMs: Math.max(1_000, ...made.map(({ options: { maxDelay = 0 } }) => maxDelay)),
    work: (client) => work(client).catch(passCrash),
  };
}

/** What a client does that writes one key again and again. */
interface Busy {
  readonly puts: number;
  readonly pauseMs: number;
}

/** Between two attempts of a put, others may write its key any number of times. */
function drawBusy(world: World): Busy {
  const puts = world.between("puts of the busy clerk", 1, 60);
  const pauseMs = world.pick("pause of the busy clerk", [0, 10, 40]);
  world.describe(`a busy clerk with ${String(puts)} puts`);
  return { puts, pauseMs };
}

async function writeAllTheTime(
  sim: Simulation,
  clerk: WorldClerk,
  key: string,
  { puts, pauseMs }: Busy,
): Promise<void> {
  let version = 0;
  for (let i = 1; i <= puts; i++) {
    if ((await clerk.put(key, `busy ${String(i)}`, version)) === "done") version += 1;
    else {
      const got = await clerk.get(key);
      if (got.kind === "value") version = got.version;
    }
    await sim.sleep(pauseMs);
  }
}

/** Many awkward texts in one, so that few values have them all. */
function awkwardAt(at: number): string {
  return [...AWKWARD_TEXTS.slice(at), ...AWKWARD_TEXTS.slice(0, at)].slice(0, 20).join("");
}

/** The clerk's options, at their edges. */
function optionsOf(world: World, clerk: string): ClerkOptions {
  const maxRetries = world.pick(`${clerk}/maxRetries`, [undefined, 0, 1, 2, 5, 12]);
  const retryDelay = world.pick(`${clerk}/retryDelay`, [undefined, 0, 1, 200, 5_000]);
  const maxDelay = world.pick(`${clerk}/maxDelay`, [undefined, 0, 1, 50, 20_000]);
  world.describe(
    `${clerk} with maxRetries ${String(maxRetries)}, retryDelay ${String(retryDelay)}, maxDelay ${String(maxDelay)}`,
  );
  return {
    ...(maxRetries === undefined ? {} : { maxRetries }),
    ...(retryDelay === undefined ? {} : { retryDelay }),
    ...(maxDelay === undefined ? {} : { maxDelay }),
  };
}

/** A client whose machine crashes does nothing more. */
export function passCrash(error: unknown): void {
  if (!(error instanceof HostCrashed)) throw error;
}

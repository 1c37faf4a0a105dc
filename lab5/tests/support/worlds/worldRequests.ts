import { alikeTexts, worldTexts } from "harness";
import type { World } from "labrpc/simulation";
import type { WorldRequest } from "../keys/CheckedStore";

/** How often which request is made, in shares of 100; the rest asks STATS and KEYS, or is malformed. */
const MIXES = [
  { get: 30, set: 30, delete: 10, expire: 15, keys: 5, stats: 5 },
  { get: 15, set: 22, delete: 10, expire: 33, keys: 8, stats: 8 },
  { get: 0, set: 28, delete: 15, expire: 37, keys: 8, stats: 8 },
  { get: 10, set: 30, delete: 30, expire: 25, keys: 5, stats: 0 },
  { get: 0, set: 20, delete: 5, expire: 40, keys: 18, stats: 15 },
  { get: 30, set: 20, delete: 0, expire: 50, keys: 0, stats: 0 },
] as const;

/** "A ttl is a number of seconds above 0, such as 1.5 or 2592000": parts of a second, and more than a timer can wait. */
const TTLS = [
  [1, 2, 1.5, 5],
  [1],
  [1, 5, 12, 60],
  [0.5, 0.05, 0.001, 0.0004, 0.02],
  [1.5, 0.999, 1.001, 2.25, 10.25],
  [3, 2_592_000, 2_147_483.647, 2_147_484, 4_294_968, 10_000_000_000],
  [1, 0.5, 3_600, 86_400, 2_592_000],
] as const;

/** "An invalid request gets an error response … and changes nothing." Keys that are there are filled in. */
const MALFORMED: readonly ((key: string) => unknown)[] = [
  () => null,
  () => 7,
  () => "GET",
  () => [],
  () => ({}),
  (key) => ({ key }),
  (key) => ({ command: null, key }),
  (key) => ({ command: ["GET"], key }),
  () => ({ command: "GET" }),
  () => ({ command: "GET", key: "" }),
  (key) => ({ command: "GET", key: [key] }),
  () => ({ command: "GET", key: { length: 1 } }),
  (key) => ({ command: "SET", key }),
  (key) => ({ command: "SET", key, value: null }),
  (key) => ({ command: "SET", key, value: 0 }),
  (key) => ({ command: "SET", key, value: [key] }),
  (key) => ({ command: "SET", key, value: false }),
  () => ({ command: "SET", key: "", value: "x" }),
  () => ({ command: "SET", key: 0, value: "x" }),
  () => ({ command: "SET", value: "x" }),
  () => ({ command: "DELETE", key: null }),
  (key) => ({ command: "DELETE", key: [key] }),
  () => ({ command: "DELETE", key: "" }),
  (key) => ({ command: "EXPIRE", key }),
  (key) => ({ command: "EXPIRE", key, ttl: 0 }),
  (key) => ({ command: "EXPIRE", key, ttl: -1 }),
  (key) => ({ command: "EXPIRE", key, ttl: -0.5 }),
  (key) => ({ command: "EXPIRE", key, ttl: "60" }),
  (key) => ({ command: "EXPIRE", key, ttl: null }),
  (key) => ({ command: "EXPIRE", key, ttl: true }),
  (key) => ({ command: "EXPIRE", key, ttl: [5] }),
  () => ({ command: "EXPIRE", key: 1, ttl: 5 }),
  () => ({ command: "EXPIRE", ttl: 5 }),
  (key) => ({ command: "FLUSHALL", key, value: "x" }),
  (key) => ({ command: "", key, value: "x" }),
  (key) => ({ command: "__proto__", key }),
  (key) => ({ command: "constructor", key, value: "x" }),
  (key) => ({ command: "start", key }),
  (key) => ({ command: "stop", key }),
];

/** Draws keys, values and what is asked of them: a world is of one mix, so that some have no GET that repairs anything. */
export class WorldRequests {
  readonly keys: readonly string[];
  readonly #world: World;
  readonly #values: readonly string[];
  readonly #mix: (typeof MIXES)[number];
  readonly #ttls: readonly number[];
  #last: string | undefined;

  /**
   * @param most how many keys there are at most; 26 or fewer
   * @param someMs how long a pause of this world is, virtual ms: keys expire while it goes on
   */
  constructor(world: World, most: number, someMs: number) {
    this.#world = world;
    this.keys = alikeTexts(world, "keys", world.between("number of keys", 1, most));
    // "Values are strings": the same again and again, as well as others, and an empty one.
    const values = worldTexts(world, "values", world.between("number of values", 1, 4));
    this.#values = world.has("an empty value", 0.3) ? [...values, ""] : values;
    this.#mix = world.pick("mix", MIXES);
    const some = [0.2, 0.7, 1, 1.6].map((part) => Math.ceil(part * someMs) / 1_000);
    this.#ttls = world.pick("ttls", [some, some, some, some, some, ...TTLS]);
  }

  /**
   * What is asked, or undefined: nothing.
   *
   * @param name of the operation, as "client-1/3"
   * @param ofKey the key, if it is one that is asked for
   */
  draw(
    name: string,
    refused: "also malformed" | "well-formed" = "also malformed",
    ofKey?: string,
  ): WorldRequest | undefined {
    const world = this.#world;
    let at = world.upTo(`${name} kind`, 100);
    if (at === 0) return undefined;
    // What somebody has just changed is what the next one asks for.
    const isOther = this.#last === undefined || !world.has(`${name} same key`, 0.6);
    const key = ofKey ?? (isOther ? world.pick(`${name} key`, this.keys) : (this.#last ?? ""));
    this.#last = key;
    const { get, set, delete: remove, expire, keys, stats } = this.#mix;
    if ((at -= get) <= 0) return { kind: "key", key, request: { kind: "get" } };
    if ((at -= set) <= 0) {
      const value = world.pick(`${name} value`, this.#values);
      return { kind: "key", key, request: { kind: "set", value } };
    }
    if ((at -= remove) <= 0) return { kind: "key", key, request: { kind: "delete" } };
    if ((at -= expire) <= 0)
      return { kind: "key", key, request: { kind: "expire", ttl: world.pick(`${name} ttl`, this.#ttls) } };
    if ((at -= keys) <= 0) return { kind: "keys" };
    if ((at -= stats) <= 0 || refused === "well-formed") return { kind: "stats" };
    return { kind: "malformed", what: world.pick(`${name} malformed`, MALFORMED)(key) };
  }
}

/** The request as it is sent. */
export function rawRequest(asked: WorldRequest): unknown {
  if (asked.kind === "malformed") return asked.what;
  if (asked.kind !== "key") return { command: asked.kind.toUpperCase() };
  const { key, request } = asked;
  const command = request.kind.toUpperCase();
  if (request.kind === "set") return { command, key, value: request.value };
  if (request.kind === "expire") return { command, key, ttl: request.ttl };
  return { command, key };
}

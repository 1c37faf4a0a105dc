import type { Simulation } from "labrpc/simulation";
import { expectBetween, expectValue, showValue } from "labrpc/testing";
import type { KVService, Limits } from "../../../types";
import { answers } from "../answers";
import { badBodies, badObjects } from "./badBodies";
import { expectAnswer, expectRefusal } from "../expectAnswer";
import { expectSet } from "../expectations";
import { getAt } from "../getAt";
import { LEFT_OUT, type Cluster, type RecordedClerk } from "../harness";
import type { QuorumEnding } from "./quorumEnding";
import type { WorldWrites } from "./WorldWrites";

/** A read of a node that answers takes no longer, virtual ms. */
const READ_MS = 100;

/** A client of a world in which nothing is lost: it knows what each of its calls must come to. */
export class QuorumClient {
  readonly #sim: Simulation;
  readonly #kv: Cluster;
  readonly #ck: RecordedClerk;
  /** Who writes: the clerk, or somebody who sees the answer. */
  readonly #writer: RecordedClerk;
  readonly #writes: WorldWrites;

  constructor(sim: Simulation, kv: Cluster, parts: { readonly name: string; readonly writes: WorldWrites }) {
    this.#sim = sim;
    this.#kv = kv;
    this.#ck = kv.clerk(parts.name);
    this.#writer = sim.world.has(`${parts.name} writes by HTTP`, 0.3) ? kv.curl(this.#ck) : this.#ck;
    this.#writes = parts.writes;
  }

  /** Says whether it was made. */
  async write(
    entry: { readonly key: string; readonly value: string },
    ending: QuorumEnding,
  ): Promise<boolean> {
    const started = this.#sim.now;
    const outcome = await this.#writes.set(this.#writer, entry, { ending: () => ending });
    if (outcome === LEFT_OUT) return false;
    const what = `${this.#ck.host.name}'s write to ${showValue(entry.key)}`;
    if (outcome.kind === "done") {
      const late = "was answered before a quorum can have confirmed it";
      expectBetween(`${what} ${late}`, this.#sim.now - started, ending.earliestMs, Infinity, "ms");
    }
    if (outcome.kind === "no-quorum" && ending.confirmed !== undefined)
      expectValue(`how many followers confirmed ${what}`, outcome.replicas, ending.confirmed);
    const held = await this.#kv.held(0, entry.key);
    expectValue(`what the leader holds after ${what}`, showValue(held), showValue(entry.value));
    return true;
  }

  /** "`get(key, node)` asks that node": what it holds then is what is found. */
  async read(name: string, key: string): Promise<void> {
    const { world } = this.#sim;
    const node = world.upTo(`${name} node`, this.#kv.nodes.length - 1);
    const by = world.pick(`${name} by`, ["clerk", "http"] as const);
    const what = `${this.#ck.host.name}'s get(${showValue(key)}, ${String(node)})`;
    if (!(await this.#isUp(node))) {
      await this.#readElsewhere(what, { key, node });
      return;
    }
    const before = await this.#kv.held(node, key);
    const started = this.#sim.now;
    let found: string | undefined;
    // Half a surrogate pair has no place in a path.
    if (by === "clerk" || /\p{Surrogate}/u.test(key)) {
      const got = await getAt(this.#sim, this.#kv, this.#ck, { key, node });
      expectBetween(`${what} was not answered in time`, this.#sim.now - started, 0, READ_MS, "ms");
      if (got.kind === "unavailable")
        this.#sim.fail(`${what} found nobody`, { expected: "an answer", got: got.kind });
      found = got.kind === "value" ? got.value : undefined;
    } else {
      const path = `/get/${key.split("/").map(encodeURIComponent).join("/")}`;
      const got = await this.#kv.http(node, "GET", path);
      const asked = `GET ${path} at ${this.#kv.nameOf(node)}`;
      if (got.status === 404) expectRefusal(asked, got, 404, "not-found");
      else expectAnswer(asked, got, 200, { success: true, key });
      found = got.status === 404 ? undefined : String(got.body["value"]);
    }
    const after = await this.#kv.held(node, key);
    if (found !== before && found !== after)
      this.#sim.fail(`${what} found something else than the node holds`, {
        expected: show(after),
        got: show(found),
      });
  }

  /** "And, if it does not answer, the others": the leader is up, and whoever else answers has told what it holds. */
  async #readElsewhere(
    what: string,
    { key, node }: { readonly key: string; readonly node: number },
  ): Promise<void> {
    const got = await getAt(this.#sim, this.#kv, this.#ck, { key, node });
    const found = got.kind === "value" ? got.value : undefined;
    const held: (string | undefined)[] = [];
    for (const each of this.#kv.nodes) held.push(await this.#kv.held(each, key));
    if (got.kind !== "unavailable" && (found === undefined || held.includes(found))) return;
    this.#sim.fail(`${what}, which does not answer, found something else than another node holds`, {
      expected: show(held[0]),
      got: got.kind === "unavailable" ? got.kind : show(found),
    });
  }

  /** "Any other key or value is a `bad-request`." */
  async ask(name: string, limits: Limits): Promise<void> {
    const [what, body] = this.#sim.world.pick(`${name} bad`, badBodies(limits));
    const { key, value } = Object(body) as { key?: unknown; value?: unknown };
    if (typeof key === "string" && typeof value === "string" && this.#sim.world.has(`${name} by a clerk`)) {
      const outcome = await this.#ck.set(key, value);
      if (outcome !== LEFT_OUT) expectSet(`a clerk's write with ${what}`, outcome, "refused");
    } else {
      const got = await this.#kv.http(0, "POST", "/set", body);
      expectRefusal(`POST /set with ${what}`, got, 400, "bad-request");
    }
  }

  /** "Answers `get` and `status` from what it holds itself, and refuses `set`." */
  async look(name: string, limits: Limits): Promise<void> {
    const { world } = this.#sim;
    const node = world.upTo(`${name} node`, this.#kv.nodes.length - 1);
    if (!(await this.#isUp(node))) return;
    const who = this.#kv.nameOf(node);
    const isLeader = node === 0;
    const status = await this.#kv.http(node, "GET", "/status");
    expectAnswer(`GET /status of ${who}`, status, 200, { node_type: isLeader ? "leader" : "follower" });
    await this.#kv.contents(node);
    const missing = await this.#kv.http(node, "GET", "/get/nobody%20wrote%20this");
    expectRefusal(`GET of a key that nobody wrote, at ${who},`, missing, 404, "not-found");
    const path = isLeader ? "/replicate" : "/set";
    // Whatever it asks for: the table of the handout has one refusal for each of them.
    const [what, body] = world.has(`${name} with a wrong body`, 0.3)
      ? world.pick(`${name} body`, badObjects(limits))
      : ["key and value", { key: "k", value: "" }];
    const got = await this.#kv.http(node, "POST", path, body);
    expectRefusal(`POST ${path} with ${what} at ${who}`, got, 403, isLeader ? "not-follower" : "not-leader");
  }

  /** When nobody answers, or one node alone: "asks that node and, if it does not answer, the others". */
  async askAlone(
    name: string,
    { alive, key }: { readonly alive: number | undefined; readonly key: string },
  ): Promise<void> {
    const others = this.#kv.nodes.filter((node) => node !== alive);
    this.#kv.stop(...others);
    if (alive !== undefined) this.#kv.start(alive);
    for (const node of others) if (await this.#isUp(node)) return;
    const first = this.#sim.world.upTo(`${name} first asked`, this.#kv.nodes.length - 1);
    const before = alive === undefined ? undefined : await this.#kv.held(alive, key);
    const got = await getAt(this.#sim, this.#kv, this.#ck, { key, node: first });
    const after = alive === undefined ? undefined : await this.#kv.held(alive, key);
    const found = got.kind === "value" ? got.value : undefined;
    const isAnswer = (got.kind === "unavailable") === (alive === undefined);
    if (!isAnswer || (found !== before && found !== after)) {
      const who = alive === undefined ? "nobody" : `${this.#kv.nameOf(alive)} alone`;
      this.#sim.fail(`get(${showValue(key)}, ${String(first)}), while ${who} answers, ended in a wrong way`, {
        expected: alive === undefined ? "unavailable" : show(after),
        got: got.kind === "unavailable" ? got.kind : show(found),
      });
    }
    if (alive === 0) return;
    const outcome = await this.#ck.set(key, "");
    if (outcome !== LEFT_OUT) expectSet("a write while the leader is stopped", outcome, "maybe");
  }

  #isUp(node: number): Promise<boolean> {
    return answers(this.#ck.host.end<KVService>(this.#kv.nameOf(node)));
  }
}

function show(value: string | undefined): string {
  return value === undefined ? "no such key" : showValue(value);
}

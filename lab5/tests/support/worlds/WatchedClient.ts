import type { Message, Remote, ScriptedDelivery, Simulation } from "labrpc/simulation";
import { expectInTime, showJson, showValue } from "labrpc/testing";
import type { Shell } from "../../../given/Shell";
import type { Response } from "../../../types";
import type { CheckedStore, Ticket, WorldRequest } from "../keys/CheckedStore";
import { describeRequest } from "../keys/CheckedStore";
import type { Outages } from "./Outages";
import { rawRequest } from "./worldRequests";

const RETRIES = 3;
const RETRY_DELAY_MS = 500;
/** "If no answer comes within 5 s, or the server is down, the call rejects." */
const TIMEOUT_MS = 5_000;
const DOWN_MS = 100;
const SLACK_MS = 10;
/** The longest that one call takes: four times without an answer, and the pauses between. */
const LONGEST_MS = (RETRIES + 1) * (TIMEOUT_MS + RETRY_DELAY_MS);

interface Try {
  readonly at: number;
  readonly loses: "request" | "reply" | "nothing";
  readonly ticket: Ticket | undefined;
}

/** A call to one server, as the network sees it. */
interface Watched {
  /** Of the operation, as "client-0/3". */
  readonly name: string;
  readonly asked: WorldRequest;
  readonly server: number;
  readonly tries: Try[];
}

/** A client whose every request is seen: to whom it is sent, when, how often, and what the user is told of it. */
export class WatchedClient {
  readonly #sim: Simulation;
  readonly #store: CheckedStore;
  readonly #outages: Outages;
  readonly #open = new Set<Watched>();
  /** Calls whose retries the user was told of, and that were not compared yet. */
  readonly #finished: Watched[] = [];
  readonly #ids: readonly number[];
  #told = 0;

  /** @param ids of the servers that the client knows, in its order */
  constructor(
    sim: Simulation,
    parts: { store: CheckedStore; outages: Outages; ids: readonly number[] },
    readonly name: string,
    readonly shell: Remote<Shell>,
  ) {
    this.#sim = sim;
    this.#store = parts.store;
    this.#outages = parts.outages;
    this.#ids = parts.ids;
  }

  /** A request or reply of this client is sent: says whether it gets lost. */
  sees({ kind, text, to, from, call }: Message): ScriptedDelivery | undefined {
    if (kind === "reply") return this.#lostReplies.delete(call) ? "lose" : undefined;
    const server = Number(to.slice(to.lastIndexOf("-") + 1));
    const watched = [...this.#open].find((open) => open.server === server && isAbout(open.asked, text));
    if (watched === undefined) {
      this.#problem ??= { what: `${from} sent ${showValue(text)} to ${to}`, expected: "no such request now" };
      return undefined;
    }
    const { tries, name, asked } = watched;
    const loses = this.#sim.world.pick(`${name} to ${to} try ${String(tries.length + 1)}`, this.losses);
    this.#tries(watched, loses, loses === "request" ? undefined : this.#store.begin(server, asked));
    if (loses === "reply") this.#lostReplies.add(call);
    return loses === "request" ? "lose" : undefined;
  }

  /** Looks for requests that were sent to nobody, since the server is down: no message tells of them. */
  look(nameOf: (id: number) => string): void {
    for (const watched of this.#open) {
      const { server } = watched;
      const { calls } = this.#sim.network.calls({ from: this.name, to: nameOf(server), method: "handle" });
      if (calls > (this.#seen.get(server) ?? 0)) this.#tries(watched, "nothing", undefined);
    }
  }

  #tries(watched: Watched, loses: Try["loses"], ticket: Ticket | undefined): void {
    const { server, tries } = watched;
    this.#seen.set(server, (this.#seen.get(server) ?? 0) + 1);
    const last = tries.at(-1);
    if (last?.ticket !== undefined) this.#store.close(last.ticket);
    tries.push({ at: this.#sim.now, loses, ticket });
  }

  /** How many requests of this client to each server were seen. */
  readonly #seen = new Map<number, number>();
  /** What gets lost of a try; none in the simplest world. */
  losses: readonly Try["loses"][] = ["nothing"];
  readonly #lostReplies = new Set<number>();
  #problem: { readonly what: string; readonly expected: string } | undefined;

  /** Calls the server of a key, or all servers. @param server of the key, by the rule of the handout */
  async call(name: string, asked: WorldRequest, server: number): Promise<void> {
    if (asked.kind === "malformed") return;
    const servers = asked.kind === "key" ? [server] : this.#ids;
    const watched = servers.map((id): Watched => ({ name, asked, server: id, tries: [] }));
    for (const one of watched) this.#open.add(one);
    const what = `${this.name}'s ${JSON.stringify(rawRequest(asked))}`;
    // Two calls at a time may have to wait for each other, and a question to all may ask one after the other.
    const longest = LONGEST_MS * (servers.length + 1);
    const responses = await expectInTime(this.#sim, what, longest, this.#made(asked));
    if (responses.length !== servers.length)
      this.#sim.fail(`${what} has the wrong number of answers`, {
        expected: String(servers.length),
        got: String(responses.length),
      });
    for (const [i, one] of watched.entries()) {
      this.#open.delete(one);
      this.#expectTries(one);
      this.#expectAnswer(one, responses[i] as Response);
    }
    this.#finished.push(...watched);
    if (this.#problem !== undefined)
      this.#sim.fail(`a request was sent to the wrong server, or too late: ${this.#problem.what}`, {
        expected: this.#problem.expected,
        got: "it was sent",
      });
  }

  /** The user was told of each retry of the calls that have returned, and of nothing else. */
  async expectTold(): Promise<void> {
    const all = await this.#sim.host(this.name).unseen<Shell>(this.shell).retries();
    const got = all
      .slice(this.#told)
      .map(({ server, attempt, of }) => `server ${String(server)}, ${String(attempt)}/${String(of)}`);
    this.#told = all.length;
    const expected = this.#finished.flatMap(({ server, tries }) =>
      tries.slice(1).map((_, i) => `server ${String(server)}, ${String(i + 1)}/${String(RETRIES)}`),
    );
    this.#finished.length = 0;
    if (got.sort().join("; ") !== expected.sort().join("; "))
      this.#sim.fail(`what the user of ${this.name} was told of retries is wrong`, {
        expected: expected.join("; ") || "nothing",
        got: got.join("; ") || "nothing",
      });
  }

  #made(asked: Exclude<WorldRequest, { kind: "malformed" }>): Promise<Response[]> {
    const ck = this.shell;
    if (asked.kind === "keys") return ck.keys();
    if (asked.kind !== "key") return ck.stats();
    const { key, request } = asked;
    const one = async (response: Promise<Response>): Promise<Response[]> => [await response];
    if (request.kind === "set") return one(ck.set(key, request.value));
    if (request.kind === "expire") return one(ck.expire(key, request.ttl));
    return one(request.kind === "delete" ? ck.delete(key) : ck.get(key));
  }

  /** "Three retries, each half a second after the previous attempt failed", and none after an answer. */
  #expectTries({ asked, server, tries }: Watched): void {
    const what = `${describeRequest(server, asked)} by ${this.name}`;
    if (tries.length < 1 || tries.length > RETRIES + 1)
      this.#sim.fail(`${what} was sent ${String(tries.length)} times to server ${String(server)}`, {
        expected: "once, and three retries at most",
        got: `${String(tries.length)} times`,
      });
    for (const [i, { at, loses, ticket }] of tries.entries()) {
      const next = tries[i + 1];
      if (next === undefined) continue;
      const gap = next.at - at;
      const isAnswered = loses === "nothing" && this.#outages.isUp(server, at, at + 3);
      if (isAnswered)
        this.#sim.fail(`${what} was sent again although server ${String(server)} had answered`, {
          expected: "no retry",
          got: `one after ${gap.toFixed(1)} ms`,
        });
      // Nobody knows when the client hears of a server that goes down while it works.
      const [most, isRight] =
        loses === "nothing" && ticket === undefined
          ? ["500 to 600", isAbout500(gap, DOWN_MS)]
          : this.#outages.isUp(server, at, at + TIMEOUT_MS)
            ? ["5,500", isAbout500(gap - TIMEOUT_MS, 0)]
            : ["500 to 5,500", isAbout500(gap, TIMEOUT_MS)];
      if (isRight) continue;
      this.#sim.fail(`retry ${String(i + 1)} of ${what} came at the wrong time`, {
        expected: `half a second after the attempt before had failed, which is ${most} ms after it was sent`,
        got: `${gap.toFixed(1)} ms after it was sent`,
      });
    }
  }

  #expectAnswer({ asked, server, tries }: Watched, response: Response): void {
    const last = tries.at(-1) as Try;
    const message = `Server ${String(server)} unavailable after ${String(RETRIES)} retries`;
    const isAnswered = last.loses === "nothing" && this.#outages.isUp(server, last.at, last.at + 3);
    const mayBe = last.loses === "nothing" && this.#outages.isUp(server, last.at + 2, last.at + 2);
    const saysDown = response.message === message && response.status === "error";
    if (saysDown && !isAnswered && tries.length === RETRIES + 1 && response.server_id === server) {
      if (last.ticket !== undefined) this.#store.close(last.ticket);
      return;
    }
    const isPossible =
      isAnswered || mayBe || (last.loses === "nothing" && this.#outages.isUp(server, last.at, last.at));
    if (last.ticket === undefined || !isPossible || saysDown)
      this.#sim.fail(`${describeRequest(server, asked)} by ${this.name} was answered wrongly`, {
        expected: isAnswered
          ? "the server's answer"
          : `after three retries: ${message}, with server_id ${String(server)}`,
        got: `${showJson(response)} after ${String(tries.length - 1)} retries`,
      });
    this.#store.end(last.ticket, response);
  }
}

function isAbout500(ms: number, most: number): boolean {
  return ms > RETRY_DELAY_MS - 1 && ms < RETRY_DELAY_MS + most + SLACK_MS;
}

/** Whether the message asks this. */
function isAbout(asked: WorldRequest, text: string): boolean {
  const sent = JSON.parse(text) as { command?: unknown; key?: unknown } | null;
  const { command, key } = rawRequest(asked) as { command: string; key?: string };
  return sent?.command === command && sent.key === key;
}

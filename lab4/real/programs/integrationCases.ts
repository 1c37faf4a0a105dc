import { randomUUID } from "node:crypto";
import { compareWhenQuiet } from "./compareNodes";
import { eventually, expectAnswer, expectThat } from "./expectAnswer";
import type { KvNode } from "./KvNode";
import type { KvSystem } from "./KvSystem";

/** One thing that the system has to do. `run` throws CaseFailure when it does not. */
export interface IntegrationCase {
  readonly name: string;
  readonly run: (system: KvSystem) => Promise<void>;
}

/** A confirmed write may take so long to reach the followers outside of the quorum, ms. */
const REPLICATION_MS = 3_000;
const CONCURRENT = 20;

/** A key that nobody has used: the system may hold what others wrote. */
const freshKey = (): string => `integration-${randomUUID()}`;

const post = (node: KvNode, path: string, body: unknown): ReturnType<KvNode["request"]> =>
  node.request(path, { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) });

async function expectEverywhere({ leader, followers }: KvSystem, key: string, value: string): Promise<void> {
  for (const node of [leader, ...followers])
    await eventually(REPLICATION_MS, async () =>
      expectAnswer(await node.get(key), 200, { success: true, key, value }),
    );
}

async function writeAndExpect(system: KvSystem, key: string, value: string): Promise<void> {
  expectAnswer(await system.leader.set(key, value), 200, { success: true, key, value });
  await expectEverywhere(system, key, value);
}

/** What the handout asks for, as far as it shows without killing a node. */
export const INTEGRATION_CASES: readonly IntegrationCase[] = [
  {
    name: "the leader says that it is one",
    run: async ({ leader }) => expectAnswer(await leader.request("/status"), 200, { node_type: "leader" }),
  },
  {
    name: "each follower says that it is one",
    run: async ({ followers }) => {
      for (const node of followers)
        expectAnswer(await node.request("/status"), 200, { node_type: "follower" });
    },
  },
  {
    name: "status counts the keys that it shows",
    run: async ({ leader }) => {
      const { data, data_count: count } = await leader.status();
      expectThat(Object.keys(data).length === count, "data_count to be the number of keys in data", count);
    },
  },
  {
    name: "a write is confirmed by at least one follower",
    run: async ({ leader, followers }) => {
      const { status, body } = await leader.set(freshKey(), "v");
      const { replicas } = body as { replicas?: unknown };
      const possible = typeof replicas === "number" && replicas >= 1 && replicas <= followers.length;
      expectThat(status === 200 && possible, `200 with replicas from 1 to ${String(followers.length)}`, body);
    },
  },
  {
    name: "a read at the leader sees the write",
    run: async ({ leader }) => {
      const key = freshKey();
      await leader.set(key, "v");
      expectAnswer(await leader.get(key), 200, { success: true, key, value: "v" });
    },
  },
  {
    name: "every follower gets the write",
    run: (system) => writeAndExpect(system, freshKey(), "replicated"),
  },
  {
    name: "a second write of a key takes the place of the first",
    run: async (system) => {
      const key = freshKey();
      await writeAndExpect(system, key, "first");
      await writeAndExpect(system, key, "second");
    },
  },
  {
    name: "a follower refuses writes with 403",
    run: async ({ followers }) => {
      for (const node of followers)
        expectAnswer(await node.set(freshKey(), "v"), 403, {
          success: false,
          code: "not-leader",
        });
    },
  },
  {
    name: "the leader refuses replication with 403",
    run: async ({ leader }) =>
      expectAnswer(await post(leader, "/replicate", { key: freshKey(), value: "v" }), 403, {
        success: false,
        code: "not-follower",
      }),
  },
  {
    name: "a missing key is 404 at every node",
    run: async ({ leader, followers }) => {
      for (const node of [leader, ...followers])
        expectAnswer(await node.get(freshKey()), 404, { success: false, code: "not-found" });
    },
  },
  {
    name: "keys may have slashes",
    run: (system) => writeAndExpect(system, `${freshKey()}/src/subdir/hello.html`, "slashes"),
  },
  {
    name: "keys and values may be any text",
    run: (system) => writeAndExpect(system, `${freshKey()} %2F ?&=# "ключ" 🔑`, "значение\n\t\u0000 🗝"),
  },
  { name: "an empty value is a value", run: (system) => writeAndExpect(system, freshKey(), "") },
  {
    name: "a write without a key is 400",
    run: async ({ leader }) =>
      expectAnswer(await post(leader, "/set", { value: "v" }), 400, { success: false }),
  },
  {
    name: "a write without a value is 400",
    run: async ({ leader }) =>
      expectAnswer(await post(leader, "/set", { key: freshKey() }), 400, { success: false }),
  },
  {
    name: "a key or value that is no text is 400",
    run: async ({ leader }) => {
      expectAnswer(await post(leader, "/set", { key: 7, value: "v" }), 400, { success: false });
      expectAnswer(await post(leader, "/set", { key: freshKey(), value: { a: 1 } }), 400, { success: false });
    },
  },
  {
    name: "a body that is no JSON object is 400",
    run: async ({ leader }) => {
      for (const body of ["{", "", "[]", '"text"', "null"])
        expectAnswer(await post(leader, "/set", body), 400, { success: false });
    },
  },
  {
    name: "a key or value that is too long is 400",
    run: async ({ leader }) => {
      expectAnswer(await leader.set("k".repeat(1_025), "v"), 400, { success: false });
      expectAnswer(await leader.set(freshKey(), "v".repeat(65_537)), 400, { success: false });
    },
  },
  {
    name: "a path that there is not is 404",
    run: async ({ leader }) => expectAnswer(await leader.request("/nothing/here"), 404, { success: false }),
  },
  {
    name: `${String(CONCURRENT)} concurrent writes of different keys all arrive`,
    run: async (system) => {
      const keys = Array.from({ length: CONCURRENT }, freshKey);
      await Promise.all(
        keys.map(async (key) => expectAnswer(await system.leader.set(key, key), 200, { success: true, key })),
      );
      for (const key of keys) await expectEverywhere(system, key, key);
    },
  },
  {
    name: `${String(CONCURRENT)} concurrent writes of one key leave one value everywhere`,
    run: async (system) => {
      const key = freshKey();
      const values = Array.from({ length: CONCURRENT }, (_, index) => `value-${String(index)}`);
      await Promise.all(
        values.map(async (value) =>
          expectAnswer(await system.leader.set(key, value), 200, { success: true }),
        ),
      );
      const { body } = await system.leader.get(key);
      const { value } = body as { value?: unknown };
      expectThat(typeof value === "string" && values.includes(value), "one of the values written", value);
      await expectEverywhere(system, key, String(value));
    },
  },
  {
    name: "all followers hold what the leader holds",
    run: async (system) => {
      const { differences } = await compareWhenQuiet(system, REPLICATION_MS);
      expectThat(differences.length === 0, "no difference", differences.slice(0, 3));
    },
  },
];

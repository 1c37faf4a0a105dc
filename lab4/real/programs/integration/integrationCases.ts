import { randomUUID } from "node:crypto";
import { compareHttpNodesWhenQuiet } from "../consistency/compareHttpNodes";
import { eventuallyInIntegrationCase, expectHttpAnswer, expectOfIntegrationCase } from "./expectHttpAnswer";
import type { HttpKvNode } from "../system/HttpKvNode";
import type { HttpKvSystem } from "../system/HttpKvSystem";

/** One thing that the system has to do. `run` throws CaseFailure when it does not. */
export interface IntegrationCase {
  readonly name: string;
  readonly run: (system: HttpKvSystem) => Promise<void>;
}

/** A confirmed write may take so long to reach the followers outside of the quorum, ms. */
const REPLICATION_MS = 3_000;
const CONCURRENT = 20;

/** A key that nobody has used: the system may hold what others wrote. */
const freshIntegrationKey = (): string => `integration-${randomUUID()}`;

const postToHttpNode = (node: HttpKvNode, path: string, body: unknown): ReturnType<HttpKvNode["request"]> =>
  node.request(path, { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) });

async function expectOnEveryHttpNode(
  { leader, followers }: HttpKvSystem,
  key: string,
  value: string,
): Promise<void> {
  for (const node of [leader, ...followers])
    await eventuallyInIntegrationCase(REPLICATION_MS, async () =>
      expectHttpAnswer(await node.get(key), 200, { success: true, key, value }),
    );
}

async function writeAndExpectOnEveryHttpNode(
  system: HttpKvSystem,
  key: string,
  value: string,
): Promise<void> {
  expectHttpAnswer(await system.leader.set(key, value), 200, { success: true, key, value });
  await expectOnEveryHttpNode(system, key, value);
}

/** What the handout asks for, as far as it shows without killing a node. */
export const INTEGRATION_CASES: readonly IntegrationCase[] = [
  {
    name: "the leader says that it is one",
    run: async ({ leader }) =>
      expectHttpAnswer(await leader.request("/status"), 200, { node_type: "leader" }),
  },
  {
    name: "each follower says that it is one",
    run: async ({ followers }) => {
      for (const node of followers)
        expectHttpAnswer(await node.request("/status"), 200, { node_type: "follower" });
    },
  },
  {
    name: "status counts the keys that it shows",
    run: async ({ leader }) => {
      const { data, data_count: count } = await leader.status();
      expectOfIntegrationCase(
        Object.keys(data).length === count,
        "data_count to be the number of keys in data",
        count,
      );
    },
  },
  {
    name: "a write is confirmed by at least one follower",
    run: async ({ leader, followers }) => {
      const { status, body } = await leader.set(freshIntegrationKey(), "v");
      const { replicas } = body as { replicas?: unknown };
      const possible = typeof replicas === "number" && replicas >= 1 && replicas <= followers.length;
      expectOfIntegrationCase(
        status === 200 && possible,
        `200 with replicas from 1 to ${String(followers.length)}`,
        body,
      );
    },
  },
  {
    name: "a read at the leader sees the write",
    run: async ({ leader }) => {
      const key = freshIntegrationKey();
      await leader.set(key, "v");
      expectHttpAnswer(await leader.get(key), 200, { success: true, key, value: "v" });
    },
  },
  {
    name: "every follower gets the write",
    run: (system) => writeAndExpectOnEveryHttpNode(system, freshIntegrationKey(), "replicated"),
  },
  {
    name: "a second write of a key takes the place of the first",
    run: async (system) => {
      const key = freshIntegrationKey();
      await writeAndExpectOnEveryHttpNode(system, key, "first");
      await writeAndExpectOnEveryHttpNode(system, key, "second");
    },
  },
  {
    name: "a follower refuses writes with 403",
    run: async ({ followers }) => {
      for (const node of followers)
        expectHttpAnswer(await node.set(freshIntegrationKey(), "v"), 403, {
          success: false,
          code: "not-leader",
        });
    },
  },
  {
    name: "the leader refuses replication with 403",
    run: async ({ leader }) =>
      expectHttpAnswer(
        await postToHttpNode(leader, "/replicate", { key: freshIntegrationKey(), value: "v" }),
        403,
        {
          success: false,
          code: "not-follower",
        },
      ),
  },
  {
    name: "a missing key is 404 at every node",
    run: async ({ leader, followers }) => {
      for (const node of [leader, ...followers])
        expectHttpAnswer(await node.get(freshIntegrationKey()), 404, { success: false, code: "not-found" });
    },
  },
  {
    name: "keys may have slashes",
    run: (system) =>
      writeAndExpectOnEveryHttpNode(system, `${freshIntegrationKey()}/src/subdir/hello.html`, "slashes"),
  },
  {
    name: "keys and values may be any text",
    run: (system) =>
      writeAndExpectOnEveryHttpNode(
        system,
        `${freshIntegrationKey()} %2F ?&=# "ключ" 🔑`,
        "значение\n\t\u0000 🗝",
      ),
  },
  {
    name: "an empty value is a value",
    run: (system) => writeAndExpectOnEveryHttpNode(system, freshIntegrationKey(), ""),
  },
  {
    name: "a write without a key is 400",
    run: async ({ leader }) =>
      expectHttpAnswer(await postToHttpNode(leader, "/set", { value: "v" }), 400, { success: false }),
  },
  {
    name: "a write without a value is 400",
    run: async ({ leader }) =>
      expectHttpAnswer(await postToHttpNode(leader, "/set", { key: freshIntegrationKey() }), 400, {
        success: false,
      }),
  },
  {
    name: "a key or value that is no text is 400",
    run: async ({ leader }) => {
      expectHttpAnswer(await postToHttpNode(leader, "/set", { key: 7, value: "v" }), 400, { success: false });
      expectHttpAnswer(
        await postToHttpNode(leader, "/set", { key: freshIntegrationKey(), value: { a: 1 } }),
        400,
        { success: false },
      );
    },
  },
  {
    name: "a body that is no JSON object is 400",
    run: async ({ leader }) => {
      for (const body of ["{", "", "[]", '"text"', "null"])
        expectHttpAnswer(await postToHttpNode(leader, "/set", body), 400, { success: false });
    },
  },
  {
    name: "a key or value that is too long is 400",
    run: async ({ leader }) => {
      expectHttpAnswer(await leader.set("k".repeat(1_025), "v"), 400, { success: false });
      expectHttpAnswer(await leader.set(freshIntegrationKey(), "v".repeat(65_537)), 400, { success: false });
    },
  },
  {
    name: "a path that there is not is 404",
    run: async ({ leader }) =>
      expectHttpAnswer(await leader.request("/nothing/here"), 404, { success: false }),
  },
  {
    name: `${String(CONCURRENT)} concurrent writes of different keys all arrive`,
    run: async (system) => {
      const keys = Array.from({ length: CONCURRENT }, freshIntegrationKey);
      await Promise.all(
        keys.map(async (key) =>
          expectHttpAnswer(await system.leader.set(key, key), 200, { success: true, key }),
        ),
      );
      for (const key of keys) await expectOnEveryHttpNode(system, key, key);
    },
  },
  {
    name: `${String(CONCURRENT)} concurrent writes of one key leave one value everywhere`,
    run: async (system) => {
      const key = freshIntegrationKey();
      const values = Array.from({ length: CONCURRENT }, (_, index) => `value-${String(index)}`);
      await Promise.all(
        values.map(async (value) =>
          expectHttpAnswer(await system.leader.set(key, value), 200, { success: true }),
        ),
      );
      const { body } = await system.leader.get(key);
      const { value } = body as { value?: unknown };
      expectOfIntegrationCase(
        typeof value === "string" && values.includes(value),
        "one of the values written",
        value,
      );
      await expectOnEveryHttpNode(system, key, String(value));
    },
  },
  {
    name: "all followers hold what the leader holds",
    run: async (system) => {
      const { differences } = await compareHttpNodesWhenQuiet(system, REPLICATION_MS);
      expectOfIntegrationCase(differences.length === 0, "no difference", differences.slice(0, 3));
    },
  },
];

import { createHash } from "node:crypto";
import type { KVStage, StageClient } from "./stage";

export const AWKWARD = [
  "__proto__",
  "toString",
  " ",
  "A",
  "a",
  "a\tb",
  "a\nb",
  "\u00fc",
  "u\u0308",
  "\u043a\u043b\u044e\u0447",
];

/** What a server has to refuse. */
export const NO_REQUESTS = [
  null,
  {},
  { command: "SET", key: "a" },
  { command: "SET", key: "a", value: 1 },
  { command: "SET", key: "", value: "x" },
  { command: "SET", key: 1, value: "x" },
  { command: "GET" },
  { command: "EXPIRE", key: "a", ttl: 0 },
  { command: "toString", key: "a" },
  { command: "PING" },
];

/** By the rule of the handout. */
export function placeOf(key: string, servers: readonly number[]): number | undefined {
  const digits = createHash("md5").update(key).digest("hex");
  return servers[Number(BigInt(`0x${digits}`) % BigInt(servers.length))];
}

/** The numbers and statuses of answers, in their order. */
export function statuses(answers: readonly { server_id: number; status: string }[]): string {
  return answers.map((one) => `${String(one.server_id)} ${one.status}`).join(", ");
}

/** Where there is a ring, it is one: of the list of servers only their numbers count, and a new one takes its share. */
export async function expectRing(stage: KVStage): Promise<void> {
  const keys = Array.from({ length: 90 }, (_, i) => `key ${String(i)}`);
  const places = await stage.ring([1, 11, 3], keys);
  if (places === "none") return;
  stage.expectEqual("the places by another list", await stage.ring([3, 11, 1], keys), places);
  for (const server of [1, 11, 3]) {
    const share = places.filter((one) => one === server).length;
    stage.expect(
      `server ${String(server)} has its share, and not ${String(share)}`,
      share > 10 && share < 60,
    );
  }
  const after = await stage.ring([1, 11, 3, 4], keys);
  const moved = places.filter((place, i) => place !== after[i]).length;
  stage.expect(`a quarter moves to a new server, and not ${String(moved)}`, moved < 45);
}

/** What keys may hold. */
type Values = Record<string, unknown[]>;

export async function setAll(client: StageClient, keys: readonly string[]): Promise<void> {
  for (const key of keys) await client.set(key, ` of ${key}\n`);
}

export async function expectAll(stage: KVStage, client: StageClient, keys: readonly string[]): Promise<void> {
  for (const key of keys)
    stage.expectEqual(`the value of ${JSON.stringify(key)}`, (await client.get(key)).value, ` of ${key}\n`);
}

/** Waits until a server does something to its disk. */
export async function diskIsUsed(stage: KVStage): Promise<void> {
  const uses = await stage.diskUses(1);
  while ((await stage.diskUses(1)) === uses) await stage.sleep(20);
}

/** Changes keys in one way and another while a snapshot is being written. */
export async function changeBeside(stage: KVStage, client: StageClient, value: string): Promise<void> {
  await client.set("key-19", value);
  await stage.sleep(8_000);
  await diskIsUsed(stage);
  const [kept, ...others] = ["key-4", "key-2", "key-9", "key-15", "key-18"];
  await client.delete(kept);
  for (const key of others) {
    await client.set(key, "new");
    await client.expire(key, 1_000);
  }
}

/** Changes of every kind, two of them to one key at the same time. Returns what each key may hold then. */
export async function changeAll(stage: KVStage, [a, b]: StageClient[], life: string): Promise<Values> {
  const many = { command: "MSET", entries: { many: life } };
  const hasMany = JSON.stringify(await stage.send(1, many)).includes('"success"');
  for (const key of ["gone", "ends"]) await a?.set(key, life);
  await a?.expire("ends", 1_000);
  await Promise.all([a?.delete("gone"), a?.set("both", `a ${life}`), b?.set("both", `b ${life}`)]);
  return {
    gone: [null],
    ends: [life],
    both: [(await a?.get("both"))?.value],
    ...(hasMany ? { many: [life] } : {}),
  };
}

/** Two changes of a key wait for the disk, and are not among the requests that were answered. */
export async function expectToWait(
  stage: KVStage,
  [a, b]: readonly [StageClient, StageClient],
): Promise<void> {
  const requests = async (): Promise<number | undefined> => (await b.stats(1))[0]?.stats?.total_requests;
  const before = await requests();
  let answered = 0;
  const changes = [a.expire("k", 1_000), stage.sleep(5).then(() => b.set("k", "last"))];
  const ends = changes.map((change) => change.then(() => (answered += 1)));
  await stage.sleep(10);
  const waiting = await requests();
  await stage.sleep(5);
  if (answered === 0) stage.expectEqual("how many were answered", waiting, Number(before) + 1);
  await Promise.all(ends);
  stage.expectEqual("what was set after EXPIRE", (await a.get("k")).value, "last");
}

/** Damages a line of the log that is not the last. */
export async function expectDamageOfLogSeen(stage: KVStage, a: StageClient): Promise<void> {
  for (const value of ["precious", "after it"]) await a.set("k", value);
  stage.kill(1);
  for (const [file, text] of Object.entries(await stage.files(1))) {
    const at = text.indexOf("precious");
    if (at < 0) continue;
    await stage.damage(1, { how: "changed", at: (at + 4) / text.length, file });
    stage.expectEqual("what it says of a damaged log", (await stage.start(1)).kind, "corrupt");
    return;
  }
}

/** Sets a key until its server is killed. Returns what it held last by the answers, and what was sent then. */
export async function setUntil(
  stage: KVStage,
  client: StageClient,
  killed: Promise<boolean>,
): Promise<string[]> {
  let [answered, sent, isDown] = [(await client.get("k")).value ?? "", "", false];
  const dies = killed.then((struck) => (isDown = struck));
  for (let i = 0; !isDown && i < 100; i++) {
    sent = String(i);
    if ((await client.set("k", sent)).status === "success") answered = sent;
    await stage.sleep(100);
  }
  stage.expect("it writes its log", await dies);
  return [answered, sent];
}

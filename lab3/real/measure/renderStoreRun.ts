import { Chalk } from "chalk";
import Table from "cli-table3";
import type { ClusterLatencies } from "labcluster/programs";
import type { StoreJudgement } from "./judgeStoreRun";
import type { StoreRunCost } from "./measureStoreRun";
import type { StoreRun } from "../processes/RunningStore";

/** What a run showed, as text: latencies, messages, who did not get through, and the verdict. */
export function renderStoreRun(
  run: StoreRun,
  cost: StoreRunCost,
  judgement: StoreJudgement,
  color: boolean,
): string {
  const paint = new Chalk({ level: color ? 1 : 0 });
  const problems = problemsOfStoreRun(run).map((problem) => `${paint.red("✗")} ${problem}`);
  return `${[storeLatencyTable(cost), ...problems, storeJudgementText(judgement, paint)].join("\n")}\n`;
}

/** What kept clients from finishing, a sentence each. */
export function problemsOfStoreRun({ clients }: StoreRun): string[] {
  return clients.flatMap(({ name, server, requests, done, ending }) => {
    const last = done.at(-1);
    const answered = done.filter(({ outcome }) => outcome.kind !== "failed").length;
    const left = `${String(answered)} of ${String(requests.length)} requests done`;
    if (last?.outcome.kind === "failed")
      return [`${name} stopped at ${server}: ${last.outcome.problem} (${left})`];
    switch (ending.kind) {
      case "finished":
        return [];
      case "ended":
        return [`${name}'s process ended before its work did (${left} that it told of)`];
      case "silent":
        return [
          `${name} was ended: nothing was heard of it for ${(ending.afterMs / 1000).toFixed(1)} s (${left} that it told of)`,
        ];
    }
  });
}

function storeLatencyTable({ calls, all, gets, sets, messagesPerCall }: StoreRunCost): string {
  const head = ["latency, ms", "mean", "median", "P95", "P99"];
  const table = new Table({
    head,
    colAligns: head.map((_, i) => (i === 0 ? "left" : "right")),
    style: { head: [], border: [] },
  });
  const row = (name: string, { mean, median, p95, p99 }: ClusterLatencies): void => {
    if (!Number.isNaN(mean)) table.push([name, ...[mean, median, p95, p99].map((ms) => ms.toFixed(2))]);
  };
  row(`all ${String(calls)} calls`, all);
  row("get", gets);
  row("set", sets);
  const messages =
    messagesPerCall === undefined
      ? "messages between servers: not known, since not all servers told"
      : `messages between servers: ${messagesPerCall.toFixed(2)} per call`;
  return `${table.toString()}\n${messages}`;
}

function storeJudgementText(judgement: StoreJudgement, paint: InstanceType<typeof Chalk>): string {
  switch (judgement.kind) {
    case "kept":
      return `${paint.green("✓")} ${judgement.why}`;
    case "unknown":
      return `${paint.yellow("?")} not decided: ${judgement.why}`;
    case "broken": {
      const { why, expected, got, reasons } = judgement;
      const lines = [`expected ${expected}`, `got      ${got}`, ...reasons];
      return `${paint.red("✗")} ${why}\n${lines.map((line) => `    ${line}`).join("\n")}`;
    }
  }
}

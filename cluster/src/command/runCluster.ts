import type { Readable } from "node:stream";
import { Chalk } from "chalk";
import { Command } from "commander";
import Table from "cli-table3";
import { executeCommand } from "toolkit/cli/executeCommand";
import { EXIT } from "toolkit/cli/EXIT";
import { submissionChoiceOf } from "toolkit/submission/submissionChoiceOf";
import { wholeNumberOption } from "toolkit/cli/options/wholeNumberOption";
import { readLab } from "toolkit/labs/readLab";
import { withSubmissionOptions, type SubmissionOptions } from "toolkit/cli/parseCommand";
import { findSubmission } from "toolkit/submission/findSubmission";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { Cluster } from "../processes/Cluster";
import { openSandbox, withSandboxOption, type SandboxOption } from "../sandbox/withSandboxOption";
import type { ClusterPlan } from "../plan/ClusterPlan";
import { CLUSTER_CONSOLE_HELP, runClusterConsoleLine } from "./runClusterConsoleLine";
import { obeyClusterConsole } from "./obeyClusterConsole";
import { NodeHealthWatch } from "../processes/NodeHealthWatch";
import { describeNodeEnding, NODE_GRACE_MS, type NodeEnding } from "../processes/NodeProcess";
import { loadLabCluster, labsWithCluster } from "../plan/labsWithCluster";

type ClusterCommandOptions = SubmissionOptions & SandboxOption & { port?: number } & Record<string, unknown>;

/** What the command needs besides its context. */
export interface RunClusterInput {
  /** Lines that are typed. */
  readonly typed: Readable;
  /** Resolves when the nodes are to be stopped, as by Ctrl-C. */
  readonly interrupted: Promise<void>;
}

/**
 * The `cluster` command: runs a lab's real system until it is interrupted, or until no node is left. Exit code 0
 * after Ctrl-C, 1 when all nodes ended by themselves, 2 when the tool could not work.
 */
export async function runCluster(
  args: readonly string[],
  context: CommandContext,
  { typed, interrupted }: RunClusterInput,
): Promise<number> {
  const { root, cwd, print, printError, color } = context;
  const paint = new Chalk({ level: color ? 1 : 0 });
  const command = withSubmissionOptions(
    new Command("npm run cluster")
      .usage("LAB [-- OPTIONS]")
      .description(
        `Runs a lab's real system: its nodes as processes of this machine. Labs: ${labsWithCluster(root).join(", ")}.`,
      )
      .argument("<lab>", "the lab, such as lab4"),
    "run",
  );
  // A lab's own options are known when the lab is; without one the command says what it expects.
  const name = args.find((arg) => labsWithCluster(root).includes(arg));
  const lab = name === undefined ? undefined : loadLabCluster(root, name);
  const usually = lab === undefined ? "the lab's own" : String(lab.port);
  command.option(
    "--port <number>",
    `the first of the ports; 0 takes any that are free (default: ${usually})`,
    wholeNumberOption(0, 65_000),
  );
  withSandboxOption(command);
  lab?.addOptions(command);
  return executeCommand(command, args, context, async () => {
    const options = command.opts<ClusterCommandOptions>();
    const labName = command.args[0] ?? "";
    const { port: usual, plan: planFor, hints, showLine } = loadLabCluster(root, labName);
    const submission = findSubmission(root, readLab(root, labName), submissionChoiceOf(options, cwd));
    try {
      const plan = planFor({ code: submission.folder, port: options.port ?? usual, options });
      print(`starting ${plan.nodes.map((node) => node.name).join(", ")} ...\n`);
      const interruption = new AbortController();
      void interrupted.then(() => interruption.abort());
      await using sandbox = await openSandbox(options);
      if (sandbox !== undefined) print("nodes are behind walls; other commands, such as a client, are not\n");
      await using cluster = await Cluster.start(plan, {
        sandbox,
        signal: interruption.signal,
        onLine: (node, line) => printError(`${paint.dim(node.padEnd(9))} ${showLine?.(line) ?? line}\n`),
        onEnd: (node, ending) =>
          print(`${paint.red("✗")} ${node} has ended: ${describeNodeEnding(ending)}\n`),
      });
      const watch = new NodeHealthWatch(cluster, plan.answers, (node, answers) =>
        print(
          answers
            ? `${paint.green("✓")} ${node} answers again\n`
            : `${paint.red("✗")} ${node} does not answer\n`,
        ),
      );
      const status = (): string => clusterStatusTable(cluster, plan, watch);
      const show = (node: string): string => plan.show(cluster.address(node));
      print(
        `${status()}\n${hints(show, options, submission.flags.trim()).join("\n")}\n\n${CLUSTER_CONSOLE_HELP}\n`,
      );
      const stopConsole = obeyClusterConsole(typed, async (line) =>
        print(await runClusterConsoleLine(cluster, line, status)),
      );
      watch.start();
      try {
        const left = await Promise.race([
          interrupted.then(() => "interrupted" as const),
          nobodyLeftInCluster(cluster),
        ]);
        if (left === "nobody") {
          print("no node is left\n");
          return EXIT.lessThanFullMarks;
        }
        print(`stopping all nodes; this takes ${String((plan.graceMs ?? NODE_GRACE_MS) / 1000)} s at most\n`);
        return tellEndings(await cluster.stop(), print, plan.graceMs !== undefined);
      } finally {
        watch.stop();
        stopConsole();
      }
    } finally {
      submission.dispose();
    }
  });
}

/**
 * Says which nodes did not end in good order. Returns the exit code.
 *
 * @param saves whether nodes have something to save
 */
function tellEndings(
  endings: ReadonlyMap<string, NodeEnding>,
  print: (text: string) => void,
  saves: boolean,
): number {
  const wrong = [...endings].filter(([, ending]) => ending.kind !== "exited" || ending.code !== 0);
  for (const [node, ending] of wrong)
    print(
      `${node} did not end in good order (${describeNodeEnding(ending)})${saves ? ": what it had not saved is lost" : ""}\n`,
    );
  if (wrong.length > 0) return EXIT.lessThanFullMarks;
  print("all nodes have ended in good order\n");
  return EXIT.fullMarks;
}

/** Who is up, and where. */
function clusterStatusTable(cluster: Cluster, plan: ClusterPlan, watch: NodeHealthWatch): string {
  const table = new Table({ head: ["node", "address", "process", "state"], style: { head: [], border: [] } });
  for (const node of cluster.names) {
    const { ending, pid } = cluster.process(node);
    const state = watch.isSilent(node) ? "does not answer" : "up";
    table.push([
      node,
      plan.show(cluster.address(node)),
      String(pid),
      ending === undefined ? state : `ended: ${describeNodeEnding(ending)}`,
    ]);
  }
  return `${table.toString()}\n`;
}

const LOOK_MS = 200;

/** Resolves when every node has ended by itself. Who killed them all by hand may want to start them again. */
async function nobodyLeftInCluster(cluster: Cluster): Promise<"nobody"> {
  while (cluster.names.some((node) => !cluster.hasFailed(node)))
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS).unref());
  return "nobody";
}

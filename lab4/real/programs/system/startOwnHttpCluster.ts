import { Cluster, openSandbox, type NodeSandbox, type SandboxOption } from "labcluster";
import { submissionChoiceOf } from "toolkit/submission/submissionChoiceOf";
import { readLab } from "toolkit/labs/readLab";
import type { SubmissionOptions } from "toolkit/cli/parseCommand";
import { findSubmission } from "toolkit/submission/findSubmission";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { cluster as lab } from "../../cluster";
import { showHttpNodeLogLine } from "../../showHttpNodeLogLine";

/** A cluster of a program's own. */
export interface OwnHttpCluster extends AsyncDisposable {
  readonly leader: string;
  readonly followers: readonly string[];
}

/** As in the course's document. */
export const OWN_HTTP_FOLLOWERS = 5;

/**
 * Starts a leader and five followers on free ports with the code that the options ask for. Throws ToolError.
 *
 * @param quorum followers that must confirm a write. Default: what WRITE_QUORUM says, else 3
 */
export async function startOwnHttpCluster(
  options: SubmissionOptions & SandboxOption,
  { root, cwd, printError }: CommandContext,
  quorum?: number,
): Promise<OwnHttpCluster> {
  const submission = findSubmission(root, readLab(root, "lab4"), submissionChoiceOf(options, cwd));
  let sandbox: NodeSandbox | undefined;
  try {
    sandbox = await openSandbox(options);
    const plan = lab.plan({
      code: submission.folder,
      port: 0,
      options: { followers: OWN_HTTP_FOLLOWERS, quorum },
    });
    const cluster = await Cluster.start(plan, {
      sandbox,
      onLine: (node, line) => printError(`${node}  ${showHttpNodeLogLine(line)}\n`),
    });
    const address = (node: string): string => {
      const { host, port } = cluster.address(node);
      return `http://${host}:${String(port)}`;
    };
    const [leader = "", ...followers] = cluster.names.map(address);
    return {
      leader,
      followers,
      async [Symbol.asyncDispose]() {
        await cluster.stop();
        await sandbox?.[Symbol.asyncDispose]();
        submission.dispose();
      },
    };
  } catch (error) {
    await sandbox?.[Symbol.asyncDispose]();
    submission.dispose();
    throw error;
  }
}

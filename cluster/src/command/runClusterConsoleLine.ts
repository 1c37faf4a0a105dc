import { ToolError } from "toolkit/cli/ToolError";
import type { Cluster } from "../processes/Cluster";

/** What can be typed while a cluster runs. */
export const CLUSTER_CONSOLE_HELP = `Type  kill NODE    ends it by force, as a crash does
      start NODE   starts it again; what was only in its memory is gone
      pause NODE   stops it where it is: it takes requests and answers none (not on Windows)
      resume NODE  lets it go on
      status       shows who is up
Ctrl-C stops all nodes.`;

/**
 * Carries out a line that was typed. Returns what to show.
 *
 * @param status the table of who is up
 */
export async function runClusterConsoleLine(
  cluster: Cluster,
  line: string,
  status: () => string,
): Promise<string> {
  const [verb = "", node = ""] = line.trim().split(/\s+/);
  try {
    switch (verb) {
      case "":
        return "";
      case "status":
        return status();
      case "kill":
        await cluster.kill(node);
        return `${node} is killed\n`;
      case "start":
        await cluster.restart(node);
        return `${node} is up\n`;
      case "pause":
      case "resume":
        if (process.platform === "win32") return `Windows has no signal for ${verb}; kill ${node} instead\n`;
        cluster.process(node).signal(verb === "pause" ? "SIGSTOP" : "SIGCONT");
        return `${node} is ${verb}d\n`;
      default:
        return `${CLUSTER_CONSOLE_HELP}\n`;
    }
  } catch (error) {
    if (error instanceof ToolError) return `${error.message}\n`;
    throw error;
  }
}

import type { Command } from "commander";
import type { ClusterPlan } from "./ClusterPlan";

/** Whose code the nodes run, and where. */
export interface ClusterRequest {
  /** The folder with the student's files, absolute. */
  readonly code: string;
  /** The first of the ports; 0 takes any that are free. */
  readonly port: number;
  /** The values of the lab's own options, by commander's names. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** What `labN/real/cluster.ts` exports under the name `cluster`. */
export interface LabCluster {
  /** The first port when the command line names none. */
  readonly port: number;
  /** Adds the lab's own options to the command. */
  readonly addOptions: (command: Command) => Command;
  /** Throws ToolError for options that do not fit together. */
  readonly plan: (request: ClusterRequest) => ClusterPlan;
  /**
   * What to try first, line by line.
   *
   * @param show gives a node's address
   * @param options those of the request
   * @param code what chose the code on the command line, for commands that run code too: "", "--solution" …
   */
  readonly hints: (
    show: (node: string) => string,
    options: ClusterRequest["options"],
    code: string,
  ) => readonly string[];
  /** A node's line as people read it. Default: as it is. */
  readonly showLine?: (line: string) => string;
}

/** Where a node listens. */
export interface NodeAddress {
  /** A name or number that the machine itself can reach, such as "127.0.0.1". */
  readonly host: string;
  readonly port: number;
}

/** Addresses of nodes by their names. */
export type KnownNodeAddresses = ReadonlyMap<string, NodeAddress>;

/** One node: a process that runs a program of the lab. */
export interface NodePlan {
  /** Such as "leader" or "follower1". Each name once. */
  readonly name: string;
  /** The port to listen on; 0 takes any that is free. */
  readonly port: number;
  /** The nodes whose addresses it must be told when it starts. */
  readonly knows: readonly string[];
  /** Its environment variables, on top of this process's own. `addresses` has the nodes that it knows. */
  readonly env: (addresses: KnownNodeAddresses) => Readonly<Record<string, string>>;
  readonly walls: NodeWalls;
}

/** What a node needs of this machine when walls stand around it; see `NodeSandbox`. Without walls it may have all. */
export interface NodeWalls {
  /** The folder with the student's files, absolute. */
  readonly code: string;
  /** Folders that it writes in, absolute. Default: none. */
  readonly writes?: readonly string[];
  /**
   * Called before the node starts for the first time, when there are walls: takes for the node what it could not take
   * for itself, since processes do not see each other from behind walls. Returns how to give it back. May throw
   * ToolError. Default: nothing.
   */
  readonly hold?: () => () => void;
}

/** Nodes that run one program. */
export interface NodesPlan {
  /** The file that each node runs, TypeScript, absolute. */
  readonly program: string;
  readonly nodes: readonly NodePlan[];
  /** What helps when a port is taken, after "stop what uses it, or". Default: "choose others with --port". */
  readonly otherPorts?: string;
  /** How long a node may take to end after SIGTERM, until SIGKILL, ms. Default: 2,000. */
  readonly graceMs?: number;
}

/** What a lab's real system consists of. */
export interface ClusterPlan extends NodesPlan {
  /** Whether a node answers. Called every second; false, or a promise that takes longer than that, means no. */
  readonly answers: (address: NodeAddress) => Promise<boolean>;
  /** How an address is shown, such as "http://localhost:5000". */
  readonly show: (address: NodeAddress) => string;
}

import type { Links } from "./Links";
import type { Call } from "../messages/Call";
import type { FaultLog } from "../faults/FaultLog";
import type { Script } from "../messages/Message";
import type { Luck } from "../clock/Luck";
import type { NetworkBehaviour } from "./NetworkOptions";
import type { TraceRecorder } from "../trace/Trace";

/** The network as it is at each moment. `Network` owns it and alone changes it; what carries messages reads it. */
export interface NetworkState {
  readonly behaviour: NetworkBehaviour;
  readonly links: Links;
  readonly script: Script | undefined;
  /** What the script is called where faults are named. */
  readonly scriptName: string;
  /** What messages draw from. */
  readonly luck: Luck;
  /** Names the faults, and carries out a plan of faults; undefined when nobody asks. */
  readonly faults: FaultLog | undefined;
  /** Whether nobody can answer: no such server any more, or one of the two hosts is disconnected. */
  readonly isDead: (call: Call) => boolean;
  readonly closed: (call: Call) => void;
  readonly record: TraceRecorder;
}

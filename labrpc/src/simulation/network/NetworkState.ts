import type { Cables } from "./Links";
import type { Call } from "../messages/Call";
import type { FaultLog } from "../faults/FaultLog";
import type { Script } from "../messages/Message";
import type { NetworkBehaviour } from "./NetworkOptions";
import type { Recorder } from "../trace/Trace";

/** The network around a call, as it is at each moment. */
export interface Surroundings {
  behaviour: NetworkBehaviour;
  readonly cables: Cables;
  script: Script | undefined;
  /** What the script is called where faults are named. */
  scriptName: string;
  /** Names the faults, and carries out a plan of faults; undefined when nobody asks. */
  readonly faults: FaultLog | undefined;
  /** Whether nobody can answer: no such server any more, or a cable is pulled. */
  readonly isDead: (call: Call) => boolean;
  readonly closed: (call: Call) => void;
  readonly record: Recorder;
}

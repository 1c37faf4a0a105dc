import { HistoryFileError } from "../files/HistoryFileError";
import { casRegisterModel } from "../models/casRegisterModel";
import { checkLinearizable, type CheckOptions } from "../linearizable/checkLinearizable";
import { explainIllegal } from "../explain/explainIllegal";
import { readKvLog } from "../files/readKvLog";
import { readRegisterLog } from "../files/readRegisterLog";
import type { Operation } from "../history/History";
import { kvModel } from "../models/kvModel";
import type { Model } from "../models/Model";

/** What a file was found to be. */
export interface CheckedHistory {
  readonly kind: "linearizable" | "illegal" | "unknown";
  readonly operations: number;
  /** Why it is illegal or unknown: a sentence each. */
  readonly why: readonly string[];
}

/** Reads a file's content and checks it. Throws HistoryFileError. */
export type HistoryFormat = (file: string, content: string, options: CheckOptions) => CheckedHistory;

/** By the name that `--model` takes. */
export const HISTORY_FORMATS: Readonly<Record<string, HistoryFormat>> = {
  kv: historyFormatOfModel(kvModel, readKvLog),
  "cas-register": historyFormatOfModel(casRegisterModel, readRegisterLog),
};

/** A log has no clock: its times are the numbers of its events. */
function eventTimeText(time: number): string {
  return `event ${String(time)}`;
}

function historyFormatOfModel<State, Input, Output>(
  model: Model<State, Input, Output>,
  read: (file: string, content: string) => Operation<Input, Output>[],
): HistoryFormat {
  return (file, content, options) => {
    const history = read(file, content);
    // An export that went wrong must not pass for a right history.
    if (history.length === 0) throw new HistoryFileError(file, 1, "at least one operation", "");
    const verdict = checkLinearizable(model, history, options);
    const operations = history.length;
    switch (verdict.kind) {
      case "linearizable":
        return { kind: "linearizable", operations, why: [] };
      case "unknown":
        return { kind: "unknown", operations, why: [verdict.reason] };
      case "illegal": {
        const { message, reasons } = explainIllegal(model, verdict, undefined, eventTimeText);
        return { kind: "illegal", operations, why: [message, ...reasons] };
      }
    }
  };
}

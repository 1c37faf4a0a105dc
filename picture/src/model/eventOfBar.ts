import type { OperationBar } from "./Picture";

/** The place of the event that stands for an operation: its end, else its begin; undefined when neither is recorded. */
export function eventOfBar({ beginEvent, endEvent }: OperationBar): number | undefined {
  if (endEvent >= 0) return endEvent;
  return beginEvent >= 0 ? beginEvent : undefined;
}

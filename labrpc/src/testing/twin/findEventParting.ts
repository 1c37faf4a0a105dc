import type { EventParting, TraceEvent } from "../../records";
import { eventInWords } from "../explain/renderEvent";

/** The first event that is not the same in two runs; undefined when there is none. Times do not count: they follow. */
export function findEventParting(
  here: readonly TraceEvent[],
  there: readonly TraceEvent[],
): EventParting | undefined {
  const most = Math.max(here.length, there.length);
  for (let event = 0; event < most; event++) {
    const [own, other] = [here[event], there[event]];
    if (own !== undefined && other !== undefined && isSameEvent(own, other)) continue;
    return {
      at: (own ?? other)?.at ?? 0,
      event,
      host: (own ?? other)?.host ?? "",
      ...(own === undefined ? {} : { here: eventInWords(own) }),
      ...(other === undefined ? {} : { there: eventInWords(other) }),
    };
  }
  return undefined;
}

function isSameEvent(one: TraceEvent, other: TraceEvent): boolean {
  return (
    one.kind === other.kind && one.host === other.host && one.peer === other.peer && one.text === other.text
  );
}

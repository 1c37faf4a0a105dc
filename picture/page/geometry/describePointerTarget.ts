import { describeTraceEvent, showVirtualTime } from "../../src/model/describeTraceEvent";
import type { MessageArrow, OperationBar } from "../../src/model/Picture";
import { prettyMessageBody, readMessage } from "../../src/model/readMessage";
import type { PointerTarget } from "./PaintFrame";
import type { PictureView } from "../view/PictureView";

/** What there is to say about something that was drawn. */
export interface TooltipText {
  readonly title: string;
  readonly lines: readonly string[];
  /** A message over several lines. */
  readonly body: string;
}

export function describePointerTarget(view: PictureView, target: PointerTarget): TooltipText {
  const { picture } = view;
  const nothing = { title: "", lines: [], body: "" };
  switch (target.kind) {
    case "arrow": {
      const arrow = picture.arrows[target.index];
      return arrow === undefined ? nothing : describeArrow(view, arrow);
    }
    case "bar": {
      const bar = picture.bars[target.index];
      return bar === undefined ? nothing : describeBar(view, bar, target.index);
    }
    case "shade": {
      const shade = picture.shades[target.index];
      if (shade === undefined) return nothing;
      const until = shade.span.until === null ? "to the end" : `until ${showVirtualTime(shade.until)}`;
      return { title: shade.span.text, lines: [`from ${showVirtualTime(shade.from)} ${until}`], body: "" };
    }
    case "fault": {
      const fault = picture.faults[target.index];
      if (fault === undefined) return nothing;
      return {
        title: `fault ${String(fault.number)}: ${fault.text}`,
        lines: [showVirtualTime(fault.at)],
        body: "",
      };
    }
    case "event": {
      const event = picture.events[target.index];
      if (event === undefined) return nothing;
      const { body } = readMessage(event.text);
      const isMessage = event.kind === "call" || event.kind === "reply";
      return {
        title: describeTraceEvent(event),
        lines: [showVirtualTime(event.at)],
        body: isMessage ? prettyMessageBody(body) : event.kind === "console" ? event.text : "",
      };
    }
  }
}

const ARRIVALS: Record<MessageArrow["arrival"], string> = {
  arrived: "arrived",
  late: "arrived after its caller had given up",
  lost: "lost on the way",
  nobody: "nobody received it",
  open: "still on its way when the run ended",
};

function describeArrow({ picture }: PictureView, arrow: MessageArrow): TooltipText {
  const { leg, from, to, sent, ended, arrival, id, fault } = arrow;
  const text = (picture.events[arrow.sentEvent] ?? picture.events[arrow.endEvent])?.text ?? "";
  const { method, body } = readMessage(text);
  const what = leg === "reply" ? `reply to ${method}` : leg === "copy" ? `${method}, once more` : method;
  const took = arrival === "arrived" || arrival === "late" ? ` after ${(ended - sent).toFixed(2)} ms` : "";
  const cause = picture.faults[fault - 1];
  return {
    title: `${what}: ${picture.hosts[from]?.name ?? ""} → ${picture.hosts[to]?.name ?? ""}`,
    lines: [
      `sent at ${showVirtualTime(sent)}, ${ARRIVALS[arrival]}${took}; call ${String(id)}`,
      ...(cause === undefined ? [] : [`fault ${String(cause.number)}: ${cause.text}`]),
    ],
    body: prettyMessageBody(body),
  };
}

const STATUS: Record<OperationBar["status"], string> = {
  placed: "has a place in the order that was found",
  impossible: "has no place in any order",
  unplaced: "comes after the order breaks off",
  unknown: "never returned: it may or may not have happened",
  plain: "",
  threw: "failed",
};

export function describeBar({ picture }: PictureView, bar: OperationBar, index: number): TooltipText {
  const until = bar.until === null ? "never returned" : `returned at ${showVirtualTime(bar.until)}`;
  const failing = picture.failing?.bar === index;
  const reasons = failing ? (picture.record.history?.reasons ?? []) : [];
  const effect =
    bar.effect === null
      ? []
      : [
          `takes effect at ${showVirtualTime(bar.effect)}${bar.order === null ? "" : `, as number ${String(bar.order)}`}`,
        ];
  return {
    title: `${picture.hosts[bar.host]?.name ?? ""}: ${bar.text}`,
    lines: [
      `called at ${showVirtualTime(bar.from)}, ${until}`,
      ...effect,
      ...(STATUS[bar.status] === "" ? [] : [STATUS[bar.status]]),
      ...reasons,
    ],
    body: "",
  };
}

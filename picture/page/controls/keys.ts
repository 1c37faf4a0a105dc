import type { ToolbarActions } from "./Toolbar";
import type { PictureView } from "../view/PictureView";

/** What a key does. */
export interface KeyBinding {
  readonly shown: string;
  readonly does: string;
  /** The names that events have for it, with "Shift+" before them where that counts. */
  readonly names: readonly string[];
  readonly act: () => void;
}

/** All keys of the page. The help is made of this list. */
export function keyBindings(
  view: PictureView,
  actions: ToolbarActions & {
    move: (part: number) => void;
    search: () => void;
    close: () => void;
    stepState: (direction: 1 | -1) => void;
  },
): readonly KeyBinding[] {
  const key = (shown: string, names: readonly string[], does: string, act: () => void): KeyBinding => ({
    shown,
    names,
    does,
    act,
  });
  return [
    key("→", ["ArrowRight", "j"], "next event", () => view.step(1)),
    key("←", ["ArrowLeft", "k"], "previous event", () => view.step(-1)),
    key("Shift →", ["Shift+ArrowRight"], "next event of the same host", () =>
      view.step(1, { sameHost: true }),
    ),
    key("Shift ←", ["Shift+ArrowLeft"], "previous event of the same host", () =>
      view.step(-1, { sameHost: true }),
    ),
    key("↓", ["ArrowDown"], "follow the message: next step of the same call or operation", () =>
      view.follow(1),
    ),
    key("↑", ["ArrowUp"], "follow the message back", () => view.follow(-1)),
    key(".", ["."], "next change of a host's state", () => actions.stepState(1)),
    key(",", [","], "the change before", () => actions.stepState(-1)),
    key("Home", ["Home"], "first event", () => view.select(view.visible.events[0])),
    key("End", ["End"], "last event", () => view.select(view.visible.events.at(-1))),
    key("f", ["f"], "the failure", actions.failure),
    key("0", ["0"], "the whole run", actions.whole),
    key("+", ["+", "="], "zoom in", () => actions.zoom(1.5)),
    key("−", ["-"], "zoom out", () => actions.zoom(1 / 1.5)),
    key("a", ["a"], "move left", () => actions.move(-0.4)),
    key("d", ["d"], "move right", () => actions.move(0.4)),
    key("/", ["/"], "search", actions.search),
    key("n", ["n"], "next match", () => view.nextMatch(1)),
    key("Shift n", ["Shift+N"], "previous match", () => view.nextMatch(-1)),
    key("t", ["t"], "light or dark", actions.theme),
    key("?", ["?", "Shift+?"], "these keys", actions.help),
    key("Esc", ["Escape"], "close, or select nothing", actions.close),
  ];
}

/** Listens to the keyboard, except where somebody types. */
export function listenToKeys(keys: readonly KeyBinding[]): void {
  const byName = new Map(keys.flatMap((key) => key.names.map((name) => [name, key] as const)));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target instanceof HTMLInputElement && event.target.type !== "checkbox";
    if (typing) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    // A list that has the focus scrolls by these keys.
    const scrolls = event.target instanceof HTMLElement && event.target.classList.contains("list");
    if (scrolls && /^(Home|End|ArrowUp|ArrowDown)$/.test(event.key)) return;
    const key = byName.get(event.shiftKey ? `Shift+${event.key}` : event.key);
    if (key === undefined) return;
    event.preventDefault();
    key.act();
  });
}

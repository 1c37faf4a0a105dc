/** What keys do. */
export interface DebuggerActions {
  readonly next: () => void;
  readonly failure: () => void;
  readonly back: (steps: number) => void;
  readonly forward: () => void;
  /** Delivers, or fires, what is listed there, from 1. */
  readonly pick: (nth: number) => void;
}

/** Keys of the whole page. On a row of what may happen: D or Enter delivers, L loses, C copies, H holds. */
export function listenToDebuggerKeys(actions: DebuggerActions, theme: () => void): void {
  document.addEventListener("keydown", (event) => {
    const { target, key } = event;
    const isTyping = target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    if (key === "ArrowDown" || key === "ArrowUp") {
      moveFocus(key === "ArrowDown" ? 1 : -1);
      event.preventDefault();
      return;
    }
    if (/^[1-9]$/.test(key)) actions.pick(Number(key));
    else KEYS[key.length === 1 ? key.toLowerCase() : key]?.(actions, theme);
  });
}

const KEYS: Readonly<Record<string, (actions: DebuggerActions, theme: () => void) => void>> = {
  n: ({ next }) => next(),
  f: ({ failure }) => failure(),
  b: ({ back }) => back(1),
  Backspace: ({ back }) => back(1),
  u: ({ forward }) => forward(),
  t: (_, theme) => theme(),
};

/** From row to row of what may happen. */
function moveFocus(direction: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>(".pending li")];
  const at = rows.findIndex((row) => row === document.activeElement);
  rows[Math.max(0, Math.min(rows.length - 1, at === -1 ? 0 : at + direction))]?.focus();
}

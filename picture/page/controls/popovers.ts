const OPEN = "details.popover[open]";

/** Closes an open list of choices. Returns whether there was one. */
export function closePopovers(): boolean {
  const open = [...document.querySelectorAll(OPEN)];
  for (const popover of open) popover.removeAttribute("open");
  return open.length > 0;
}

/** A click anywhere else closes a list of choices. */
export function closePopoversByClick(): void {
  document.addEventListener("pointerdown", ({ target }) => {
    for (const popover of document.querySelectorAll(OPEN))
      if (!(target instanceof Node && popover.contains(target))) popover.removeAttribute("open");
  });
}

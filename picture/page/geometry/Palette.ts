const NAMES = [
  "ground",
  "text",
  "faint",
  "line",
  "lane",
  "server",
  "request",
  "reply",
  "late",
  "copy",
  "fault",
  "bad",
  "bad-soft",
  "good",
  "good-soft",
  "plain",
  "plain-soft",
  "unplaced",
  "unplaced-soft",
  "work",
  "select",
  "match",
  "span",
  "span-text",
  "group-0",
  "group-1",
  "group-2",
] as const;

/** The colours of the style sheet, for the canvas. */
export type Palette = Readonly<Record<(typeof NAMES)[number], string>>;

/** Reads the colours that are in force now: they change with the theme. */
export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(
    NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]),
  ) as Palette;
}

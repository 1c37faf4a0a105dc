// Numbers and times as the reader writes them: the browser knows whether that is 1,000 or 1.000, 7:05 PM or 19:05.

const TIME = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit", second: "2-digit" });
const WHOLE = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const TICK = new Intl.NumberFormat(undefined, { maximumFractionDigits: 3 });

/** @param ms since 1970 */
export function timeOfDay(ms) {
  return TIME.format(ms);
}

export function wholeNumber(value) {
  return WHOLE.format(value);
}

/** A number at an axis: nothing of it is rounded away. */
export function tickNumber(value) {
  return TICK.format(value);
}

/** Seconds as somebody says them: 45 s, 12 min 5 s, 3 h 20 min, 5 d 2 h. */
export function secondsLeft(seconds) {
  const units = [
    [86_400, "d"],
    [3_600, "h"],
    [60, "min"],
    [1, "s"],
  ];
  const first = units.findIndex(([size]) => seconds >= size);
  if (first === -1) return "0 s";
  let rest = seconds;
  const parts = units.slice(first, first + 2).map(([size, name]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return [count, name];
  });
  return parts
    .filter(([count]) => count > 0)
    .map(([count, name]) => `${wholeNumber(count)} ${name}`)
    .join(" ");
}

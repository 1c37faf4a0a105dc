/** The number with the fewest digits between two others, and how many digits it has after the point. */
export function roundestTickTime(from: number, until: number): { value: number; digits: number } {
  for (let power = 6; power >= -4; power--) {
    for (const factor of [5, 2, 1]) {
      const step = factor * 10 ** power;
      const value = Math.ceil(from / step) * step;
      if (value <= until) return { value, digits: Math.max(0, -power) };
    }
  }
  return { value: from, digits: 4 };
}

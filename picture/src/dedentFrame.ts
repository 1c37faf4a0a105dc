/** A line of a frame of code: its number and mark, and what stands behind. */
const LINE = /^([> ] +\d* ?\| ?)(.*)$/;

/**
 * Lines of code with numbers and a mark, without the indentation that all of them share: on a narrow page that is most of
 * what there is room for. Unchanged where a line is none of that sort.
 */
export function dedentFrame(lines: readonly string[]): readonly string[] {
  const parts = lines.map((line) => LINE.exec(line));
  const indents = parts.flatMap((part) => {
    const code = part?.[2] ?? "x";
    return code.trim() === "" ? [] : [code.length - code.trimStart().length];
  });
  const shared = Math.min(...indents);
  if (!Number.isFinite(shared) || shared === 0) return lines;
  return parts.map((part) => `${part?.[1] ?? ""}${part?.[2]?.slice(shared) ?? ""}`.trimEnd());
}

import { cutText } from "toolkit/text/studentText";

/**
 * A copy of plain data with its texts cut: student code may make them as long as memory allows, and the grader reads
 * no line that is too long. Events stay as they are, since they are cut when they are recorded.
 */
export function cutReportTexts<T>(data: T): T {
  if (typeof data === "string") return cutText(data) as T;
  if (Array.isArray(data)) return data.map((part: unknown) => cutReportTexts(part)) as T;
  if (typeof data !== "object" || data === null) return data;
  return Object.fromEntries(
    Object.entries(data).map(([key, part]: [string, unknown]) => [
      key,
      key === "events" ? part : cutReportTexts(part),
    ]),
  ) as T;
}

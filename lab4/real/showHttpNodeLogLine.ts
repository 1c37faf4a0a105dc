/** A line of a node's log as people read it. Lines that are no log stay as they are. */
export function showHttpNodeLogLine(line: string): string {
  const entry = parsedHttpNodeLogLine(line);
  if (entry === undefined) return line;
  const { msg, at, method, url, status, ms } = entry;
  if (msg === "request")
    return `${httpNodeLogValue(method)} ${httpNodeLogValue(url)} ${httpNodeLogValue(status)} ${Number(ms).toFixed(1)} ms`;
  const where = Array.isArray(at) && at.length > 0 ? ` (${at.map(httpNodeLogValue).join(" < ")})` : "";
  return `${httpNodeLogValue(msg)}${where}`;
}

function parsedHttpNodeLogLine(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const entry = JSON.parse(line) as Record<string, unknown>;
    return typeof entry.msg === "string" ? entry : undefined;
  } catch {
    return undefined;
  }
}

function httpNodeLogValue(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

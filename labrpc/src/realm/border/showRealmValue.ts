import { stackOf } from "./stack";

/** How a value looks on a console: short, on one line, the same on every machine. */
export function showRealmValue(value: unknown, depth = 0): string {
  if (typeof value === "string") return depth === 0 ? value : JSON.stringify(value);
  if (typeof value === "bigint") return `${String(value)}n`;
  if (typeof value === "function") return `[Function ${value.name || "anonymous"}]`;
  if (typeof value === "symbol") return value.toString();
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? "-0" : String(value);
  if (value instanceof Error)
    return depth === 0 ? stackOf(value) || String(value) : `[${value.name}: ${value.message}]`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  if (value instanceof Promise) return "Promise";
  if (depth > 4) return Array.isArray(value) ? "[…]" : "{…}";
  const inner = (part: unknown): string => showRealmValue(part, depth + 1);
  if (Array.isArray(value)) return listOfShownParts("[", value.map(inner), "]");
  if (value instanceof Map) {
    return listOfShownParts(
      `Map(${String(value.size)}) {`,
      Array.from(value, ([k, v]) => `${inner(k)} => ${inner(v)}`),
      "}",
    );
  }
  if (value instanceof Set)
    return listOfShownParts(`Set(${String(value.size)}) {`, Array.from(value, inner), "}");
  if (value instanceof Uint8Array) return listOfShownParts("Uint8Array [", Array.from(value, String), "]");
  const name = (value.constructor as { name?: string } | undefined)?.name;
  const prefix = name === undefined || name === "Object" ? "{" : `${name} {`;
  return listOfShownParts(
    prefix,
    Object.entries(value).map(([key, part]) => `${key}: ${inner(part)}`),
    "}",
  );
}

function listOfShownParts(open: string, parts: string[], close: string): string {
  const MOST = 50;
  const shown = parts.slice(0, MOST);
  if (parts.length > MOST) shown.push(`… ${String(parts.length - MOST)} more`);
  return shown.length === 0 ? open + close : `${open} ${shown.join(", ")} ${close}`;
}

/** What console.log prints: %s, %d, %i, %f, %j, %o, %O and %% in a first text, then the rest, apart by spaces. */
export function formatConsoleArguments(args: readonly unknown[]): string {
  const [first, ...rest] = args;
  if (typeof first !== "string") return args.map((arg) => showRealmValue(arg)).join(" ");
  let next = 0;
  const text = first.replace(/%[sdifjoO%]/g, (mark) => {
    if (mark === "%%") return "%";
    if (next >= rest.length) return mark;
    const arg = rest[next++];
    if (mark === "%s") return showRealmValue(arg);
    if (mark === "%d") return String(Number(arg));
    if (mark === "%i") return String(Math.trunc(Number(arg)));
    if (mark === "%f") return String(Number(arg));
    return mark === "%j" ? JSON.stringify(arg) : showRealmValue(arg, 1);
  });
  return [text, ...rest.slice(next).map((arg) => showRealmValue(arg))].join(" ");
}

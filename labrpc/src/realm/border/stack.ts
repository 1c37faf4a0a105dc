import { debuggedScriptFile } from "./debuggedScriptName";
import type { Bridge } from "./Bridge";

interface CallSite {
  /** A text or null, but for what student code makes up. */
  getFileName(): unknown;
  getLineNumber(): number | null;
  getColumnNumber(): number | null;
  getFunctionName(): string | null;
  getTypeName(): string | null;
  getMethodName(): string | null;
  isConstructor(): boolean;
  toString(): string;
}

/** Makes the text of an error's stack, as V8 asks for it: `global` is that of the realm in which the error was made. */
export type FormatStack = (global: unknown, error: unknown, sites: CallSite[]) => string;

/**
 * Makes stack traces show the student's TypeScript lines only, with paths relative to the submission.
 *
 * The hook cannot be replaced: V8 would hand a replacement objects of the kit's realm. The function that is returned
 * does the same for Node to call directly. Node's own function stands in the kit's realm, and where the stack is nearly
 * full its RangeError would be one of that realm.
 */
export function installStackTraces(root: string, position: Bridge["position"]): FormatStack {
  const prepare = (error: unknown, sites: CallSite[]): string => {
    let lines = "";
    for (let i = 0; i < sites.length; i++) {
      const site = sites[i] as CallSite;
      const file = site.getFileName();
      // Student code may call this by itself, with sites that it made up.
      if (typeof file !== "string" || !file.startsWith(root)) continue;
      const where = position(file, site.getLineNumber() ?? 1, site.getColumnNumber() ?? 1);
      const place = `${debuggedScriptFile(file).slice(root.length)}:${where}`;
      const name = functionOfCallSite(site);
      lines += name === "" ? `\n    at ${place}` : `\n    at ${name} (${place})`;
    }
    return headingOfStack(error) + lines;
  };
  Object.defineProperty(Error, "prepareStackTrace", { value: prepare, writable: false, configurable: false });
  Object.defineProperty(Error, "stackTraceLimit", { value: 30, writable: false, configurable: false });
  return (global, error, sites) =>
    global === globalThis
      ? prepare(error, sites)
      : headingOfStack(error) + sites.map((site) => `\n    at ${site.toString()}`).join("");
}

/** The text of an error's stack; "" when there is no room left to make it. */
export function stackOf(error: Error): string {
  try {
    const { stack }: { stack?: unknown } = error;
    return typeof stack === "string" ? stack : "";
  } catch {
    return "";
  }
}

function functionOfCallSite(site: CallSite): string {
  try {
    const name = site.getFunctionName() ?? "";
    if (site.isConstructor()) return `new ${name}`;
    const type = site.getTypeName();
    const known = type !== null && type !== "Object" && type !== "Function" && !name.includes(".");
    return known && name !== "" ? `${type}.${name}` : name;
  } catch {
    return "";
  }
}

function headingOfStack(error: unknown): string {
  try {
    return String(error);
  } catch {
    return "Error";
  }
}

/** The first place of the student's in a stack, "FILE:LINE:COLUMN", or "". */
export function firstPlaceInStack(stack: string): string {
  const match = /\n {4}at (?:[^\n]*\()?([^\n()]+:\d+:\d+)\)?/.exec(stack);
  return match?.[1] ?? "";
}

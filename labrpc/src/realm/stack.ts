import type { Bridge } from "./Bridge";

interface CallSite {
  getFileName(): string | null;
  getLineNumber(): number | null;
  getColumnNumber(): number | null;
  getFunctionName(): string | null;
  getTypeName(): string | null;
  getMethodName(): string | null;
  isConstructor(): boolean;
}

/**
 * Makes stack traces show the student's TypeScript lines only, with paths relative to the submission.
 *
 * The hook cannot be replaced: V8 would hand a replacement objects of the kit's realm.
 */
export function installStackTraces(root: string, position: Bridge["position"]): void {
  const prepare = (error: unknown, sites: CallSite[]): string => {
    let lines = "";
    for (let i = 0; i < sites.length; i++) {
      const site = sites[i] as CallSite;
      const file = site.getFileName();
      if (file === null || !file.startsWith(root)) continue;
      const where = position(file, site.getLineNumber() ?? 1, site.getColumnNumber() ?? 1);
      const place = `${file.slice(root.length)}:${where}`;
      const name = functionName(site);
      lines += name === "" ? `\n    at ${place}` : `\n    at ${name} (${place})`;
    }
    return heading(error) + lines;
  };
  Object.defineProperty(Error, "prepareStackTrace", { value: prepare, writable: false, configurable: false });
  Object.defineProperty(Error, "stackTraceLimit", { value: 30, writable: false, configurable: false });
}

function functionName(site: CallSite): string {
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

function heading(error: unknown): string {
  try {
    return String(error);
  } catch {
    return "Error";
  }
}

/** The first place of the student's in a stack, "FILE:LINE:COLUMN", or "". */
export function firstPlace(stack: string): string {
  const match = /\n {4}at (?:[^\n]*\()?([^\n()]+:\d+:\d+)\)?/.exec(stack);
  return match?.[1] ?? "";
}

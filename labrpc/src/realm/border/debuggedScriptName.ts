/**
 * The name of a host's own script, for a debugger: the file's path, so that breakpoints which name the file find the
 * scripts of all hosts, and the host.
 */
export function debuggedScriptName(file: string, host: string): string {
  return `${file}@${encodeURIComponent(host).replaceAll(".", "%2E")}`;
}

/** The file of a script; that of one which hosts share is its name. */
export function debuggedScriptFile(script: string): string {
  if (script.endsWith(".ts")) return script;
  const end = script.lastIndexOf(".ts@");
  return end === -1 ? script : script.slice(0, end + ".ts".length);
}

/**
 * The environment of a process that works on student code. Only what Node itself needs: no secrets of the user, one
 * time zone, no settings for tests.
 */
export function reducedWorkerEnvironment(): NodeJS.ProcessEnv {
  const kept = ["PATH", "Path", "SystemRoot", "SYSTEMROOT", "windir", "TEMP", "TMP", "TMPDIR"];
  const entries = kept.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(entries), TZ: "UTC", KIT_SOURCE_MAPS: "off" } as NodeJS.ProcessEnv;
}

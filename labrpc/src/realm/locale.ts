/** The one locale that hosts know; what the machine is set to would differ from machine to machine. */
const LOCALE = "en-US";

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Makes what depends on a locale the same on every machine: whatever is asked for, it is American English. */
export function fixLocale(): void {
  replace(
    String.prototype,
    "localeCompare",
    (native) =>
      function (this: unknown, that: unknown) {
        return Reflect.apply(native, this, [that, LOCALE]);
      },
  );
  for (const [prototype, names] of [
    [String.prototype, ["toLocaleLowerCase", "toLocaleUpperCase"]],
    [Number.prototype, ["toLocaleString"]],
    [BigInt.prototype, ["toLocaleString"]],
    [Date.prototype, ["toLocaleString", "toLocaleDateString", "toLocaleTimeString"]],
  ] as const) {
    for (const name of names) {
      replace(
        prototype,
        name,
        (native) =>
          function (this: unknown, _locale: unknown, options: unknown) {
            return Reflect.apply(native, this, [LOCALE, options]);
          },
      );
    }
  }
}

function replace(prototype: object, name: string, by: (native: Method) => Method): void {
  const value = by(Reflect.get(prototype, name) as Method);
  Object.defineProperty(value, "name", { value: name });
  Object.defineProperty(prototype, name, { value });
}

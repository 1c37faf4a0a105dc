/** The one locale that hosts know; what the machine is set to would differ from machine to machine. */
const LOCALE = "en-US";

type LocaleMethod = (this: unknown, ...args: unknown[]) => unknown;

/** Makes what depends on a locale the same on every machine: whatever is asked for, it is American English. */
export function fixLocale(): void {
  const compare = Reflect.get(String.prototype, "localeCompare") as LocaleMethod;
  // Written as methods: as the engine's own functions they have no prototype.
  defineLocaleMethods(String.prototype, {
    localeCompare(that: unknown, _locale: unknown, options: unknown) {
      return Reflect.apply(compare, this, [that, LOCALE, options]);
    },
  });
  for (const [prototype, names] of [
    [String.prototype, ["toLocaleLowerCase", "toLocaleUpperCase"]],
    [Number.prototype, ["toLocaleString"]],
    [BigInt.prototype, ["toLocaleString"]],
    [Date.prototype, ["toLocaleString", "toLocaleDateString", "toLocaleTimeString"]],
  ] as const) {
    for (const name of names) {
      const native = Reflect.get(prototype, name) as LocaleMethod;
      defineLocaleMethods(prototype, {
        [name](_locale: unknown, options: unknown) {
          return Reflect.apply(native, this, [LOCALE, options]);
        },
      });
    }
  }
}

function defineLocaleMethods(prototype: object, methods: Record<string, LocaleMethod>): void {
  for (const [name, value] of Object.entries(methods)) Object.defineProperty(prototype, name, { value });
}

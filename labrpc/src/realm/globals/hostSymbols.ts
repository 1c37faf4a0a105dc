const { defineProperty } = Object;

/**
 * `Symbol.for` and `Symbol.keyFor` with a register for each host, which goes with the host's memory. That of the engine
 * keeps every key for the life of the process: what stands in keys would be no part of what a host holds.
 *
 * To be called before code of the kit or of packages asks for symbols; theirs are the same on all hosts.
 *
 * @param current the register of the host whose code runs; undefined while none does
 */
export function defineHostSymbols(current: () => Map<string, symbol> | undefined): void {
  const ofKit = new Map<string, symbol>();
  // Written as methods: as the engine's own functions they have no prototype.
  const methods = {
    for(key: unknown): symbol {
      const text = String(key);
      const register = current() ?? ofKit;
      let symbol = ofKit.get(text) ?? register.get(text);
      if (symbol === undefined) register.set(text, (symbol = Symbol(text)));
      return symbol;
    },
    keyFor(symbol: unknown): string | undefined {
      if (typeof symbol !== "symbol") throw new TypeError(`${typeof symbol} is not a symbol`);
      const key = symbol.description;
      if (key === undefined) return undefined;
      return (ofKit.get(key) ?? current()?.get(key)) === symbol ? key : undefined;
    },
  };
  for (const [name, value] of Object.entries(methods))
    defineProperty(Symbol, name, { value, writable: true, enumerable: false, configurable: true });
}

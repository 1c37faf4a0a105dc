/** `Math` and `crypto` for one host, on the host's own stream of random numbers. */

const HEX = "0123456789abcdef";

export function mathOf(next: () => number): Math {
  return Object.create(Math, {
    random: { value: next, writable: true, enumerable: false, configurable: true },
  }) as Math;
}

type Bytes = Uint8Array & { toString(encoding?: string): string };

/** @param makeBytes makes a zeroed Buffer of a size in bytes */
export function cryptoOf(next: () => number, makeBytes: (size: number) => Bytes): Record<string, unknown> {
  const byte = (): number => Math.floor(next() * 256);
  const fill = <T extends ArrayBufferView>(view: T): T => {
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    for (let i = 0; i < bytes.length; i++) bytes[i] = byte();
    return view;
  };
  const randomUUID = (): string => {
    let text = "";
    for (let i = 0; i < 16; i++) {
      let value = byte();
      if (i === 6) value = (value & 0x0f) | 0x40;
      if (i === 8) value = (value & 0x3f) | 0x80;
      if (i === 4 || i === 6 || i === 8 || i === 10) text += "-";
      text += (HEX[value >> 4] ?? "") + (HEX[value & 15] ?? "");
    }
    return text;
  };
  const randomInt = (a: number, b?: number): number => {
    const [low, high] = b === undefined ? [0, a] : [a, b];
    if (!(high > low))
      throw new RangeError(`expected a range with max > min, got min ${String(low)}, max ${String(high)}`);
    return low + Math.floor(next() * (high - low));
  };
  const functions: Record<string, unknown> = {
    randomUUID,
    randomInt,
    randomBytes: (size: number) => fill(makeBytes(size)),
    getRandomValues: fill,
    randomFillSync: fill,
  };
  functions["webcrypto"] = { randomUUID, getRandomValues: fill };
  return functions;
}
